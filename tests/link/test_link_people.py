"""Who is who: one person under many names, and never two under one."""

from __future__ import annotations

import pytest
from link_builder import BEIRUT, DURBAN, FORUM, MADRID, QUITO, TURIN, At, Span, done, form, linked, names, person, row

ONE = [
    (person("Martin Zondi", city=DURBAN), person("Zondi Martin", city=DURBAN)),
    (person("Martin Zondi"), person("Zondi Martin")),
    (person("Renzo Bellardi", "Mayor", TURIN), person("Bellardi", "Mayor", TURIN, honorific="Mr.")),
    (person("Renzo Bellardi", "Mayor of Turin", TURIN), person("Bellardi", "Mayor", TURIN)),
    (person("Cecilia Svensson", city=BEIRUT), person("Cecilia Svenson", city=BEIRUT)),
    (person("Jean Pierre Fourie", city=DURBAN), person("J.P. Fourie", city=DURBAN)),
    (person("Karim S. Sabbagh", city=BEIRUT), person("Sabbagh Karim", city=BEIRUT)),
    (person("António Salvador D. Espinosa"), person("Espinosa Antonio Salvador D.")),
    (person("Íñigo de Santos Tejada", city=MADRID), person("DE SANTOS TEJADA Íñigo", city=MADRID)),
    (person("Crisanto A. Manalo Jr"), person("Crisanto A. Manalo")),
    (person("Maria Gonzalez", "Mayor", QUITO), person("Maria Gonzalez")),
    (person("Marin Silva", "Mayor", DURBAN), person("Martin Silva", "Mayor of Durban", DURBAN)),
    (person("Mohammed Al-Khalidi", city=BEIRUT), person("Muhammad al Khalidi", city=BEIRUT)),
    (person("Jean-Pierre O'Brien"), person("Jean Pierre O’Brien")),
    (person("Grace Nalwoga NAKATO"), person("Grace Nakato", honorific="Dr.")),
    (person("Lucas", "Director", TURIN), person("Adrian Lucas", "Director", TURIN)),
    (
        person("Marin Casimir Sawadogo", "Mayor", place="Ouagadougou"),
        person("Sawadogo", "Mayor", place="Ougadougou", honorific="Mr."),
    ),
]

TWO = [
    (person("Roberto Silva", city=TURIN), person("Mario Silva", city=TURIN)),  # father and son
    (person("John Dube Sr", city=DURBAN), person("John Dube Jr", city=DURBAN)),
    (person("Maria Gonzalez", "Mayor", QUITO), person("Maria Gonzalez", "Councillor", MADRID)),  # namesakes
    (person("Daniel Silva", city=DURBAN), person("Daniela Silva", city=DURBAN)),
    (person("Francesco Rossi", city=TURIN), person("Francesca Rossi", city=TURIN)),
    (person("Bellardi"), person("Bellardi")),
    (person("Renzo Bellardi", "Mayor", TURIN), person("Bellardi", "Police officer", TURIN)),
    (person("Renzo Bellardi", "Mayor", TURIN), person("Bellardi", "Mayor", BEIRUT)),
    (person("Renzo Bellardi", "Mayor", TURIN), person("Bellardi", "Vice-Mayor", TURIN)),
    (person("Alex Sabbagh", city=BEIRUT, honorific="Mr."), person("Alex Sabbagh", city=BEIRUT, honorific="Ms.")),
    (person("Martin Zondi"), person("Thabo Zondi")),
    (person("M. Zondi"), person("Martin Zondi")),  # an initial and a surname, and nothing else
    (person("Juan García López"), person("Juan García Pérez")),
    (person("Thabo Dlamini", city=DURBAN), person("Thabiso Dlamini", city=DURBAN)),
    (person("Marin Silva", city=DURBAN), person("Martin Silva", city=DURBAN)),
    (person("Andrea Rossi", city=TURIN), person("Andreas Rossi", city=TURIN)),
    (person("Sergei Morozov", city=TURIN), person("Sergei Morozova", city=TURIN)),
    (person("Paul Martin", "Mayor", TURIN), person("Paul Martinez", "Mayor", TURIN)),
    (person("J. Smith", city=DURBAN, organisation="City Council"), person("John Smith", organisation="City Council")),
    (person("Wang Wei", city=MADRID), person("Wei Zhang", city=MADRID)),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_two_documents_name_one_person(one: At, other: At) -> None:
    dataset = linked(done("a", people=[one]), done("b", people=[other]))
    assert len(dataset.rows("people")) == 1
    assert len(dataset.rows("people")[0].document_ids) == 2


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_documents_name_two_people(one: At, other: At) -> None:
    assert len(linked(done("a", people=[one]), done("b", people=[other])).rows("people")) == 2


def test_a_surname_in_the_same_document_is_the_person_named_before() -> None:
    people = [person("Sipho Gumede", "Mayor", DURBAN), person("Gumede", part="mentioned")]
    dataset = linked(done("a", people=people))
    assert names(dataset) == ["Sipho Gumede"]
    assert dataset.rows("people")[0].aliases == ("Gumede", "Sipho Gumede")
    assert [row.role for row in dataset.rows("participations")] == ["Mayor"]


def test_a_surname_that_two_people_of_the_document_bear_stays_alone() -> None:
    people = [person("Sipho Gumede"), person("Thabo Gumede"), person("Gumede", part="mentioned")]
    assert names(linked(done("a", people=people))) == ["Gumede", "Sipho Gumede", "Thabo Gumede"]


def test_the_role_tells_which_of_two_bearers_a_surname_means() -> None:
    people = [person("Sipho Gumede", "Mayor", DURBAN), person("Thabo Gumede", "Clerk", DURBAN)]
    dataset = linked(done("a", people=people), done("b", people=[person("Gumede", "Mayor", DURBAN)]))
    assert names(dataset) == ["Sipho Gumede", "Thabo Gumede"]
    sipho = next(row for row in dataset.rows("people") if row.name == "Sipho Gumede")
    assert len(sipho.document_ids) == 2


def test_a_name_that_fits_two_namesakes_stays_alone() -> None:
    dataset = linked(
        done("a", people=[person("Maria Gonzalez", city=QUITO)]),
        done("b", people=[person("Maria Gonzalez", city=MADRID)]),
        done("c", people=[person("Maria Gonzalez")]),
    )
    assert len(dataset.rows("people")) == 3
    assert len({row.person_id for row in dataset.rows("people")}) == 3


def test_an_initial_that_fits_two_people_stays_alone() -> None:
    people = [person("John Smith", city=DURBAN), person("Jane Smith", city=DURBAN), person("J. Smith", city=DURBAN)]
    dataset = linked(*(done(str(n), people=[one]) for n, one in enumerate(people)))
    assert names(dataset) == ["J. Smith", "Jane Smith", "John Smith"]


def test_a_list_that_names_two_spellings_names_two_people() -> None:
    spans = (Span(block=0, start=0, end=5),)
    for other in ("Sibongiile Dlamini", "S. Dlamini", "Mr. Dlamini"):
        people = [person(name, spans=spans, method="list/1") for name in ("Sibongile Dlamini", other)]
        assert len(names(linked(done("a", text="A list of people", people=people)))) == 2


def test_a_list_that_gives_one_name_two_offices_names_two_people() -> None:
    people = [person("John Dube", role, method="list/1") for role in ("Mayor", "Clerk of works")]
    assert names(linked(done("a", people=people))) == ["John Dube", "John Dube"]


def test_the_lists_have_the_last_word() -> None:
    outcomes = [done("a", people=[person("Renzo Bellardi", city=TURIN)]), done("b", people=[person("P. Rossi")])]
    assert len(names(linked(*outcomes, same_people=(("P. Rossi", "Renzo Bellardi"),)))) == 1
    twins = [done("a", people=[person("Maria Gonzalez")]), done("b", people=[person("Gonzalez Maria")])]
    assert len(names(linked(*twins))) == 1
    apart = ((f"Maria Gonzalez | {row(linked(*twins), 'documents', 'a').document_id}", "Maria Gonzalez | x"),)
    assert len(names(linked(*twins, different_people=apart))) == 1
    ids = [row(linked(*twins), "documents", name).document_id for name in "ab"]
    apart = ((f"Maria Gonzalez | {ids[0]}", f"Maria Gonzalez | {ids[1]}"),)
    assert len(names(linked(*twins, different_people=apart))) == 2


def test_the_id_of_a_person_does_not_change_when_more_documents_name_them() -> None:
    first = linked(done("a", people=[person("Renzo Bellardi", "Mayor", TURIN)]))
    second = linked(
        done("a", people=[person("Renzo Bellardi", "Mayor", TURIN)]),
        done("b", people=[person("Bellardi", "Mayor", TURIN)]),
    )
    assert first.rows("people")[0].person_id == second.rows("people")[0].person_id


def test_aliases_hold_every_surface_with_its_honorific() -> None:
    people = [person("Bellardi", "Mayor", TURIN, honorific="Mr."), person("Renzo Bellardi", "Mayor", TURIN)]
    [one] = linked(done("a", people=people)).rows("people")
    assert (one.name, one.honorific, one.aliases) == ("Renzo Bellardi", "Mr.", ("Mr. Bellardi", "Renzo Bellardi"))


def test_officials_of_a_form_belong_to_its_issuer() -> None:
    dataset = linked(form("a"))
    [part] = dataset.rows("participations")
    assert (part.city_id, part.country_code, part.part) == (DURBAN, "ZA", "attendee")
    assert part.organisation_id == row(dataset, "documents", "a").organisation_id


def test_people_met_at_the_event_do_not_belong_to_the_issuer() -> None:
    dataset = linked(form("a", people=[person("Bellardi", "Mayor", part="contact")]))
    assert [(part.city_id, part.organisation_id) for part in dataset.rows("participations")] == [("", "")]


def test_identical_participations_are_one() -> None:
    people = [person("Sipho Gumede", "Mayor", DURBAN), person("Gumede Sipho", "mayor", DURBAN)]
    dataset = linked(done("a", event=FORUM, people=people))
    assert len(dataset.rows("participations")) == 1


def test_what_is_merely_mentioned_adds_no_participation_to_a_speaker() -> None:
    people = [person("Sipho Gumede", "Mayor", DURBAN), person("Sipho Gumede", part="mentioned")]
    assert [r.part for r in linked(done("a", people=people)).rows("participations")] == ["speaker"]


def test_an_office_of_a_city_in_its_own_paper_belongs_to_it() -> None:
    people = [person("Rana Haddad", "Deputy City Manager"), person("Omar Zaki", "Urban sociologist")]
    dataset = linked(done("a", issuer="City of Beirut", issuer_city=BEIRUT, people=people))
    assert {row.role: row.city_id for row in dataset.rows("participations")} == {
        "Deputy City Manager": BEIRUT,
        "Urban sociologist": "",
    }


@pytest.mark.parametrize(
    ("role", "genre", "city"),
    [
        ("Head of Street Works", "strategic_plan", DURBAN),
        ("Deputy Mayor", "factsheet", DURBAN),
        ("Director of the National Police", "strategic_plan", ""),
        ("Head of Street Works", "forum_report", ""),
    ],
)
def test_officials_named_in_a_citys_own_plan_are_its_own(role: str, genre: str, city: str) -> None:
    paper = done(
        "a",
        genre=genre,
        issuer="eThekwini Municipality",
        issuer_city=DURBAN,
        people=[person("Sipho Gumede", role, part="mentioned")],
    )
    assert [row.city_id for row in linked(paper).rows("participations")] == [city]
