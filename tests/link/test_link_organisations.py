"""One organisation with and without its acronym, and in other spellings."""

from __future__ import annotations

from link_builder import BEIRUT, DURBAN, TURIN, done, linked, person

from pipeline.model.dataset import Organisations


def found(*organisations: list[tuple[str, str]]) -> list[Organisations]:
    """The organisations of documents that name these."""
    return list(
        linked(*(done(str(n), organisations=some) for n, some in enumerate(organisations))).rows("organisations")
    )


def test_an_acronym_of_another_document_is_the_full_name() -> None:
    [one] = found([("Rural Safety Institute", "RSI")], [("RSI", "")])
    assert (one.name, one.acronym, one.aliases) == ("Rural Safety Institute", "RSI", ("RSI",))
    assert len(one.document_ids) == 2


def test_a_name_with_its_acronym_in_brackets_is_one() -> None:
    [one] = found([("Rural Safety Institute (RSI)", "")], [("RSI", ""), ("Rural Safety Institute", "")])
    assert (one.name, one.acronym) == ("Rural Safety Institute", "RSI")


def test_an_acronym_with_two_meanings_is_what_its_own_document_says() -> None:
    rows = found(
        [("Rural Safety Institute", "RSI"), ("RSI", "")],
        [("Road Signs Inspectorate", "RSI"), ("RSI", "")],
        [("RSI", "")],
    )
    assert {row.name: len(row.document_ids) for row in rows} == {
        "RSI": 1,
        "Road Signs Inspectorate": 1,
        "Rural Safety Institute": 1,
    }


def test_known_organisations_need_no_explanation() -> None:
    [one] = found([("UN Habitat", "")], [("UN-HABITAT", "")], [("United Nations Human Settlements Programme", "")])
    assert one.name == "United Nations Human Settlements Programme"


def test_the_order_of_words_and_an_article_make_no_difference() -> None:
    assert len(found([("The Municipality of Turin", "")], [("Turin Municipality", "")])) == 1
    assert len(found([("Municipality of Turin", "")], [("Municipality of Beirut", "")])) == 2


def test_a_misspelt_name_of_the_same_city_is_the_same() -> None:
    dataset = linked(
        done("a", issuer="eThekwini Municipality", issuer_city=DURBAN),
        done("b", issuer="eThekwini Municipality", issuer_city=DURBAN),
        done("c", issuer="eThekweni Municipality", issuer_city=DURBAN),
        done("d", issuer="eThekwani Municipality", issuer_city=BEIRUT),
    )
    assert {row.name: row.aliases for row in dataset.rows("organisations")} == {
        "eThekwini Municipality": ("eThekweni Municipality",),
        "eThekwani Municipality": (),
    }


def test_what_people_belong_to_is_an_organisation() -> None:
    dataset = linked(done("a", people=[person("Paola Ferrante", city=TURIN, organisation="Municipal Police of Turin")]))
    [part], [one] = dataset.rows("participations"), dataset.rows("organisations")
    assert (part.organisation, part.organisation_id) == ("Municipal Police of Turin", one.organisation_id)


def test_what_every_city_has_is_another_body_in_each() -> None:
    police = "Municipal Police"
    people = [
        person("Paola Ferrante", city=TURIN, organisation=police),
        person("Rami Haddad", city=BEIRUT, organisation=police),
        person("Carla Bruni", city=TURIN, organisation=police),
    ]
    dataset = linked(
        done("a", people=people), done("b", people=[person("Ugo Foscolo", city=TURIN, organisation=police)])
    )
    bodies = {row.organisation_id: row.city_id for row in dataset.rows("organisations")}
    assert sorted(bodies.values()) == sorted([TURIN, BEIRUT])
    assert all(bodies[part.organisation_id] == part.city_id for part in dataset.rows("participations"))


def test_a_body_without_a_city_is_that_of_its_document_and_its_copies() -> None:
    text = "A text about the street lights between the homes and the stations of the city and who walks there."
    outcomes = [
        done(name, text=text if name < "c" else name, media_type=kind, organisations=[("City Council", "")])
        for name, kind in (("a", "application/pdf"), ("b", "text/plain"), ("c", "text/plain"))
    ]
    assert sorted(len(row.document_ids) for row in linked(*outcomes).rows("organisations")) == [1, 2]


def test_a_possessive_is_no_part_of_the_name() -> None:
    [one] = found([("eThekwini Municipality's", "")], [("eThekwini Municipality’s", "")])
    assert one.name == "eThekwini Municipality"


def test_the_name_shown_spells_its_city_right() -> None:
    outcomes = [done(str(n), issuer="eThekweni Municipality", issuer_city=DURBAN) for n in range(3)]
    dataset = linked(*outcomes, done("right", issuer="eThekwini Municipality", issuer_city=DURBAN))
    assert [row.name for row in dataset.rows("organisations")] == ["eThekwini Municipality"]


def test_a_long_name_in_two_spellings_of_one_document_is_one() -> None:
    [one] = found([("Università Cattolica del Sacro Cuore", ""), ("University Cattolica del Sacro Cuore", "")])
    assert len({one.name, *one.aliases}) == 2


def test_two_capitalised_words_are_no_acronym() -> None:
    [one] = found([("Metro Police", "")])
    assert (one.name, one.acronym) == ("Metro Police", "")


def test_a_part_of_a_body_stands_for_the_body() -> None:
    rows = linked(
        done("a", people=[person("Renzo Bellardi", organisation="Mobility Unit, City of Turin", city=TURIN)]),
        done("b", people=[person("Ada Okoro", organisation="City of Turin", city=TURIN)]),
    ).rows("organisations")
    assert [row.name for row in rows] == ["City of Turin"]


def test_what_names_no_body_is_no_organisation() -> None:
    people = [person("Renzo Bellardi", organisation=words) for words in ("marine unit", "Observer", "Lubbock County")]
    assert linked(done("a", people=people)).rows("organisations") == ()
