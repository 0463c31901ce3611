"""Names, lines that name a person, answers that name several, and when two names are one person."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import iter_modules
from time import process_time

import pytest

from pipeline.model import Person
from pipeline.text import names
from pipeline.text.clean import fold
from pipeline.text.names import (
    is_city_government,
    is_public_office,
    is_role_word,
    kind_of,
    lean_of,
    looks_like_name,
    parse_name,
    parse_person_line,
    place_in,
    same_person,
    split_affiliation,
    split_honorific,
    split_people,
)

PLACES = {
    "turin", "modena", "hebron", "beirut", "seoul", "durban", "lyon", "france", "madrid", "makati", "cape town",
    "santiago de chile", "maputo", "vilnius", "milan", "thailand", "austria", "vienna", "gambia", "ethekwini",
    "ethekwini municipality", "st. petersburg", "porto", "portugal", "bilbao", "nairobi", "kenya", "bangkok",
    "bogota", "can tho", "phnom penh", "malmo", "thessaloniki", "engineer", "leader", "martin", "lourdes", "cali",
    "koln",
}  # fmt: skip


def is_place(words: str) -> bool:
    return fold(words) in PLACES


@pytest.mark.parametrize("module", [module.name for module in iter_modules(names.__path__)])
def test_it_keeps_its_own_examples(module: str) -> None:
    assert doctest.testmod(import_module(f"{names.__name__}.{module}")).failed == 0


@pytest.mark.parametrize(
    ("text", "given", "family", "honorific"),
    [
        ("Mr. Renzo Bellardi", "Renzo", "Bellardi", "Mr."),
        ("Pol. Maj. Gen. Prasert Wongsawat", "Prasert", "Wongsawat", "Pol. Maj. Gen."),
        (
            "Her Royal Highness Princess Mahidol Rattanasuda",
            "Mahidol",
            "Rattanasuda",
            "Her Royal Highness Princess",
        ),
        ("Mr. Bellardi", "", "Bellardi", "Mr."),
        ("Íñigo de Santos Tejada", "Íñigo", "de Santos Tejada", ""),
        ("Michel Le Guennec", "Michel", "Le Guennec", ""),
        ("Daoud I. D. Haddadin", "Daoud I. D.", "Haddadin", ""),
        ("NDLOVU Thabo", "Thabo", "Ndlovu", ""),
        ("Thabo NDLOVU", "Thabo", "Ndlovu", ""),
        ("Caicedo Lenis, Mauricio", "Mauricio", "Caicedo Lenis", ""),
        ("Pérez Castaño Rodrigo Manuel", "Rodrigo Manuel", "Pérez Castaño", ""),
        ("Espinosa Antonio Salvador D.", "Antonio Salvador D.", "Espinosa", ""),
        ("Mr Park Sung-min", "Sung-min", "Park", "Mr"),
        ("Nur Aisyah binti Rahman", "Nur Aisyah", "binti Rahman", ""),
    ],
)
def test_it_takes_a_name_apart(text: str, given: str, family: str, honorific: str) -> None:
    name = parse_name(text)
    assert name is not None
    assert (name.given, name.family, name.honorific) == (given, family, honorific)


def test_it_keeps_the_suffix_in_the_name() -> None:
    name = parse_name("Gen. Crisanto A. Manalo Jr")
    assert name is not None
    assert (name.text, name.suffix) == ("Crisanto A. Manalo Jr", "Jr")


def test_it_leaves_names_as_printed_where_the_family_name_always_leads() -> None:
    assert [name.text for text in ("Nguyễn Thị Hồng Vân", "Park Ji-woo") if (name := parse_name(text))] == [
        "Nguyễn Thị Hồng Vân",
        "Park Ji-woo",
    ]


def test_it_turns_a_name_on_what_the_document_knows() -> None:
    plain, known = parse_name("Zzyx Qorin"), parse_name("Zzyx Qorin", given={"qorin"})
    assert plain is not None
    assert known is not None
    assert (plain.text, known.text) == ("Zzyx Qorin", "Qorin Zzyx")


@pytest.mark.parametrize("text", ["Safer Cities Unit", "12 May", "", "Mayor of Turin", "mayor", "a@b.example", "Mr."])
def test_it_takes_nothing_else_for_a_name(text: str) -> None:
    assert parse_name(text) is None


@pytest.mark.parametrize("text", ["General Assembly", "Police Department", "Justice System", "Chief of Police"])
def test_it_tells_words_from_honorifics(text: str) -> None:
    assert split_honorific(text) == ("", text)


@pytest.mark.parametrize("text", ["Marisa Avila", "Mr. White", "Chompoonut Phongsathorn", "J. P. Fourie"])
def test_it_likes_names(text: str) -> None:
    assert looks_like_name(text) >= 0.5


@pytest.mark.parametrize(
    "text", ["Safer Cities", "Royal Thai Embassy", "Urban Safety", "Conclusions", "CRIME PREVENTION"]
)
def test_it_dislikes_headings(text: str) -> None:
    assert looks_like_name(text) < 0.45


def test_it_reads_the_habit_of_a_list() -> None:
    assert lean_of(["Galvani Massimiliano", "Moretti Alessia", "Gómez Francisco"]) == 2
    assert lean_of(["Alessia Moretti", "Francisco Gómez", "Antonio Garcia"]) == -1


LINES = [
    ("Mr. Giorgio Veltri – Mayor of Modena", "Giorgio Veltri", "Mayor", "", "Modena"),
    ("Mayor of Turin, Mr. Bellardi", "Bellardi", "Mayor", "", "Turin"),
    ("Mayor of Hebron: Mr. Haddadin. and other Mayors present", "Haddadin", "Mayor", "", "Hebron"),
    ("Mr. Adrian Lucas, Director UNICRI", "Adrian Lucas", "Director", "UNICRI", ""),
    ("Ms. Cecilia Svenson, UN-Habitat", "Cecilia Svenson", "", "UN-Habitat", ""),
    ("Mr. Thanakorn Suwannarat – Governor of Bankgok", "Thanakorn Suwannarat", "Governor", "", "Bankgok"),
    (
        "Mr. Martin Zondi – Head of the Safer Cities and I-Trump Department of Durban",
        "Martin Zondi",
        "Head of the Safer Cities and I-Trump Department",
        "Safer Cities and I-Trump Department",
        "Durban",
    ),
    (
        "Mr. Leonid Morozov - Chairman of the Committee on Law, Law Enforcement and Security, "
        "Government of St. Petersburg",
        "Leonid Morozov",
        "Chairman of the Committee on Law, Law Enforcement and Security",
        "Government of St. Petersburg",
        "St. Petersburg",
    ),
    ("Mr. Michel Le Guennec - Safety and Prevention Branch,  Lyon, France", "Michel Le Guennec", "",
     "Safety and Prevention Branch", "Lyon, France"),
    ("Mr. Íñigo de Santos Tejada - Municipal Police Force of Madrid", "Íñigo de Santos Tejada", "",
     "Municipal Police Force of Madrid", "Madrid"),
    ("Gen. Crisanto A. Manalo Jr - Consultant to the Mayor of Makati on Police Matters and Security",
     "Crisanto A. Manalo Jr", "Consultant to the Mayor of Makati on Police Matters and Security", "", "Makati"),
    ("Alderman J.P. Fourie, Mayoral Committee member: Safety and Security. City of Cape Town", "J.P. Fourie",
     "Mayoral Committee member: Safety and Security", "City of Cape Town", "Cape Town"),
    ("Mkhize Nomusa, Senior Manager: Safer Cities & iTrump Unit, Durban", "Nomusa Mkhize", "Senior Manager",
     "Safer Cities & iTrump Unit", "Durban"),
    ("Espinosa Antonio Salvador D., Comandante de Policia Municipal, Maputo", "Antonio Salvador D. Espinosa",
     "Comandante de Policia Municipal", "", "Maputo"),
    ("Danai Saetang, Royal Thai Embassy in Vienna", "Danai Saetang", "", "Royal Thai Embassy in Vienna", ""),
    ("Fabio Bertola, Full professor of International Relations, University of Turin", "Fabio Bertola",
     "Full professor of International Relations", "University of Turin", "Turin"),
    ("NDLOVU Thabo, Head: Safety, eThekwini Municipality, Durban", "Thabo Ndlovu", "Head: Safety",
     "eThekwini Municipality", "eThekwini Municipality, Durban"),
    ("Sofia Almeida / Head of Mobility / Porto", "Sofia Almeida", "Head of Mobility", "", "Porto"),
    ("Sofia Almeida, Head of Mobility, City of Porto, Portugal", "Sofia Almeida", "Head of Mobility", "City of Porto",
     "Porto, Portugal"),
    ("1\tJohn Smith\tMayor\tDurban", "John Smith", "Mayor", "", "Durban"),
    ("Zondi, Martin - Head", "Martin Zondi", "Head", "", ""),
    ("Arriaga Ponce, Lourdes\tTrust Fund Manager", "Lourdes Arriaga Ponce", "Trust Fund Manager", "", ""),
    ("Dr. A. Naidoo (Manager: Health)", "A. Naidoo", "Manager: Health", "", ""),
    ("Dr. Samuel Kiplagat, Professor of Urban Studies, University of Nairobi, Kenya", "Samuel Kiplagat",
     "Professor of Urban Studies", "University of Nairobi", "Nairobi, Kenya"),
    ("Deputy Governor of Bangkok Somchai Rattanakul", "Somchai Rattanakul", "Deputy Governor", "", "Bangkok"),
    ("Fire Chief Emma Larsen", "Emma Larsen", "Fire Chief", "", ""),
    ("Cllr James Nxumalo", "James Nxumalo", "Councillor", "", ""),
    ("Hon. Mayor Mary Banda – Durban", "Mary Banda", "Mayor", "", "Durban"),
    ("Ms. Park Ji-woo, Night Safety Team Leader", "Park Ji-woo", "Night Safety Team Leader", "", ""),
    ("KVIRIKADZE, Nugzar - Fire Chief, Durban", "Nugzar Kvirikadze", "Fire Chief", "", "Durban"),
    ("VIEIRA DA MOTA, Ubirajara, Mayor", "Ubirajara Vieira Da Mota", "Mayor", "", ""),
    ("Name: John Doe; Position: Planner", "John Doe", "Planner", "", ""),
    ("Bogotá's Secretary of Security, Hernán Ospina", "Hernán Ospina", "Secretary of Security", "", "Bogotá"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "role", "organisation", "place"), LINES)
def test_it_reads_a_line_in_any_order(text: str, name: str, role: str, organisation: str, place: str) -> None:
    line = parse_person_line(text, is_place, lean=1)
    assert line is not None
    assert (line.name.text, line.role, line.organisation, line.place) == (name, role, organisation, place)
    assert text[line.start : line.end] == line.surface


@pytest.mark.parametrize(
    "text",
    ["Turin, Italy", "Safer Cities", "Head of the Housing Department of Durban", "Light refreshments, Main Hall",
     "",
     "UNICEF, Durban", "PROGRAMME, Thursday", "OPENING SESSION, Welcome", "Mayor's Office, Cali", "The report was written by Chikondi Phiri and Mrs. Tiyamike Banda-Mwale, Manager."],
)  # fmt: skip
def test_it_finds_nobody_where_nobody_or_more_than_one_is_named(text: str) -> None:
    assert parse_person_line(text, is_place) is None


@pytest.mark.parametrize(
    ("words", "role", "organisation"),
    [
        (
            "General Secretary of the Lagoon Conference of Churches",
            "General Secretary",
            "Lagoon Conference of Churches",
        ),
        ("founder of the Red Door Safe House", "founder", "Red Door Safe House"),
        ("former director of the Z-Foundation", "former director", "Z-Foundation"),
        ("Head of the Night Buses Desk", "Head of the Night Buses Desk", ""),
        ("Minister of Youth and Local Government", "Minister of Youth and Local Government", ""),
        ("former director of the water company", "former director of the water company", ""),
        ("Advisor, Street Safety, Bilbao City Council", "Advisor, Street Safety", "Bilbao City Council"),
    ],
)
def test_a_named_body_leaves_the_role_and_a_field_stays_in_it(words: str, role: str, organisation: str) -> None:
    assert split_affiliation(words, is_place)[:2] == (role, organisation)


def test_it_reads_an_affiliation_without_a_name() -> None:
    assert split_affiliation("Executive Director of the Commonwealth Local Government Forum", is_place) == (
        "Executive Director",
        "Commonwealth Local Government Forum",
        "",
    )
    assert split_affiliation("Head of Parks at the City of Bilbao", is_place) == (
        "Head of Parks",
        "City of Bilbao",
        "Bilbao",
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Municipal Police Force of Madrid", "Madrid"),
        ("Durban Metro Police", "Durban"),
        ("Waste Department, Nairobi City County", "Nairobi"),
        ("Stadt Köln", "Köln"),
        ("Royal Thai Embassy in Vienna", ""),
    ],
)
def test_it_finds_the_place_in_the_name_of_a_body(text: str, place: str) -> None:
    assert place_in(text, is_place) == place


@pytest.mark.parametrize(
    ("answer", "people"),
    [
        (
            "Pedro Sithole Head Clean Streets and Lamps and Lindiwe Dube, Senior Manager Clean Streets.",
            ["Pedro Sithole Head Clean Streets and Lamps", "Lindiwe Dube, Senior Manager Clean Streets."],
        ),
        (
            "Mayor of Turin, Mr. Bellardi\nMayor of Beirut, Mr. Sabbagh",
            ["Mayor of Turin, Mr. Bellardi", "Mayor of Beirut, Mr. Sabbagh"],
        ),
        ("1. John Smith – Head: Housing\n2. Mary Jones\nSenior Planner",
         ["John Smith – Head: Housing", "Mary Jones\nSenior Planner"]),
        (
            "Thabo Ndlovu (Manager: Parks, Leisure and Cemeteries), Mary Naidoo (Engineer)",
            ["Thabo Ndlovu (Manager: Parks, Leisure and Cemeteries)", "Mary Naidoo (Engineer)"],
        ),
        ("Mr S Cele, Ms P Dlamini and Dr. J Smith", ["Mr S Cele", "Ms P Dlamini", "Dr. J Smith"]),
        ("None", ["None"]),
        ("", []),
    ],
)  # fmt: skip
def test_it_parts_the_people_of_an_answer(answer: str, people: list[str]) -> None:
    assert split_people(answer) == people


def test_it_parts_lines_that_were_run_together() -> None:
    answer = "Eleni Papadaki – Council of Thessaloniki Jonas Lindqvist, statistician, City of Malmö"
    assert split_people(answer, is_place)[1] == "Jonas Lindqvist, statistician, City of Malmö"
    assert split_people("Hồng Vân, Vice Head, Can Tho Sok Dara - architect, Phnom Penh", is_place) == [
        "Hồng Vân, Vice Head, Can Tho",
        "Sok Dara - architect, Phnom Penh",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Human Settlements Officer", "role"),
        ("Head Health Unit", "role"),
        ("Mayor's Office", "organisation"),
        ("Chief Directorate", "organisation"),
        ("Office of the Mayor", "organisation"),
        ("town clerk", "role"),
        ("school streets", "other"),
        ("Los Zetas", "other"),
    ],
)
def test_it_tells_roles_from_bodies(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_it_knows_offices() -> None:
    assert is_role_word("Vice-Mayor")
    assert is_public_office("Deputy Mayor for Transport")
    assert not is_public_office("Programme Officer")
    assert is_city_government("Penang Island City Council")


def person(name: str, honorific: str = "") -> Person:
    return Person(name=name, part="mentioned", honorific=honorific)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Cecilia Svensson", "Svenson Cecilia"),
        ("J.P. Fourie", "Jean Pierre Fourie"),
        ("Karim S. Sabbagh", "Sabbagh Karim"),
    ],
)
def test_it_joins_surfaces_of_one_person(a: str, b: str) -> None:
    assert same_person(person(a), person(b), False)


def test_it_joins_a_lone_surname_only_within_one_place() -> None:
    assert same_person(person("Bellardi"), person("Renzo Bellardi"), True)
    assert not same_person(person("Bellardi"), person("Renzo Bellardi"), False)


def test_it_keeps_different_people_apart() -> None:
    assert not same_person(person("Martin Zondi"), person("Martin Lucas"), True)
    assert not same_person(person("Sabbagh", "Mr."), person("Sabbagh", "Ms."), True)


HOSTILE = ["a:", "A ", "Mr. ", "Mr. Smith, ", "Mayor of ", "Jean-", "J.P.", "(", "and ", "Smith and ", "a@", ", ", "O'",
           "St. ", "Van der ", "x", "- ", "1. ", "\n", "Anna Smith ",
           "Head of the Department of ", "Professor ", "é"]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_it_takes_no_time_over_hostile_lines(unit: str) -> None:
    line = (unit * 20_000)[:20_000]
    began = process_time()
    for read in (parse_name, looks_like_name, split_honorific, kind_of):
        read(line)
    parse_person_line(line, is_place)
    parse_person_line(line[: names.LONGEST_LINE], is_place)
    split_affiliation(line, is_place)
    split_people(line, is_place)
    assert process_time() - began < 1.0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("WANJIRU Kamau (Ms), Deputy Governor", ("Kamau Wanjiru", "Ms", "Deputy Governor")),
        ("W/ro Hirut Assefa, Expert", ("Hirut Assefa", "Wro", "Expert")),
        ("da Silva Moreira, Ana Beatriz; Planner", ("Ana Beatriz Da Silva Moreira", "", "Planner")),
        ("Mme Awa Sarr, Chef de division, Ville de Dakar", ("Awa Sarr", "Mme", "Chef de division")),
        ("Rosa Quispe, Head of Social Agency", ("Rosa Quispe", "", "Head of Social Agency")),
        ("Núria Casadevall i Puig, Planner", ("Núria Casadevall i Puig", "", "Planner")),
    ],
)
def test_it_reads_lines_of_many_makes(line: str, expected: tuple[str, str, str]) -> None:
    found = parse_person_line(line, is_place)
    assert found is not None
    assert (found.name.text, found.name.honorific, found.role) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Precious Banda and Comfort Phiri, Interns", ["Precious Banda, Intern", "Comfort Phiri, Intern"]),
        ("Mercy Tembo, nurse, Job Zulu, driver", ["Mercy Tembo, nurse", "Job Zulu, driver"]),
    ],
)
def test_it_parts_names_of_ordinary_words_and_shares_an_office_in_the_plural(answer: str, expected: list[str]) -> None:
    assert split_people(answer, is_place) == expected
