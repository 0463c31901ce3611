"""People of running text: who is found, as what, and who is nobody."""

from __future__ import annotations

from time import process_time

import pytest

from pipeline.model import Block, Cell, Document, Kind, Person, Record, Span
from pipeline.tag.nlp import WARNING, _blank, load_model
from pipeline.tag.people import merge_people, tag_people
from pipeline.text.clean import fold

PLACES = {"turin", "beirut", "rosario", "addis ababa", "kumasi", "kampala", "lima", "durban", "lviv"}
RECORD = Record(genre="other", confidence=1.0)


def is_place(words: str) -> bool:
    return fold(words) in PLACES


def document(*texts: str) -> Document:
    blocks = tuple(Block(number=i, kind=Kind.PARAGRAPH, text=text) for i, text in enumerate(texts))
    return Document(digest="0", media_type="text/plain", blocks=blocks)


def people(*texts: str, record: Record = RECORD) -> tuple[Person, ...]:
    """Found with the language model, as in a run."""
    found = dict(enumerate(load_model().entities(texts)))
    return tag_people(document(*texts), record, found, is_place)


def facts(text: str) -> list[tuple[str, str, str, str]]:
    return [(p.name, p.role, p.organisation, p.place) for p in people(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was opened by Mr. Renzo Bellardi, Mayor of Turin, who spoke.", ("Renzo Bellardi", "Mayor", "", "Turin")),
        ("The Mayor of Beirut, Mr. Karim Sabbagh, welcomed guests.", ("Karim Sabbagh", "Mayor", "", "Beirut")),
        ("For UNEP, Ms. Henrike Albrecht offered help.", ("Henrike Albrecht", "", "UNEP", "")),
        (
            "Prof. Kwabena Owusu-Ansah of the Kumasi Institute of Urban Roads; others came.",
            ("Kwabena Owusu-Ansah", "Professor", "Kumasi Institute of Urban Roads", "Kumasi"),
        ),
        ("Ms. Cecilia Svensson, the representative of UN-Habitat, left.",
         ("Cecilia Svensson", "representative", "UN-Habitat", "")),
        ("Rosa Quispe, a street vendor from Lima, sells fruit.", ("Rosa Quispe", "street vendor", "", "Lima")),
        ("Mrs. Shanitha Naidoo is the Director of Solid Waste in Durban.",
         ("Shanitha Naidoo", "Director of Solid Waste", "", "Durban")),
        ("Councillor Petra Novak thanked them.", ("Petra Novak", "Councillor", "", "")),
    ],
)  # fmt: skip
def test_it_reads_what_a_person_is(text: str, expected: tuple[str, str, str, str]) -> None:
    assert facts(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Minutes taken by Lubna Qasem.", ("Lubna Qasem", "", "", "")),
        ("According to Rehema Nansubuga, heat is the main problem.", ("Rehema Nansubuga", "", "", "")),
        ("Rapporteur: Rosa Quispe", ("Rosa Quispe", "Rapporteur", "", "")),
        ("Driver Gladys Beatriz Romero remembers it.", ("Gladys Beatriz Romero", "Driver", "", "")),
        ("Rosa Quispe, Manager: Public Lighting, spoke.", ("Rosa Quispe", "Manager: Public Lighting", "", "")),
        ("In Lima the party was received by Deputy Mayor Rosa Quispe.", ("Rosa Quispe", "Deputy Mayor", "", "Lima")),
        ("Durban's councillor for transport, Sipho Gumede, left.",
         ("Sipho Gumede", "councillor for transport", "", "Durban")),
        ("Kampala lies on a lake. Its town clerk, Grace Nakato, swims.", ("Grace Nakato", "town clerk", "", "Kampala")),
        ("It was launched in Durban by Vice Mayor Sipho Gumede.", ("Sipho Gumede", "Vice Mayor", "", "Durban")),
        ("He met Hon. Jane Akoth, Member of the County Assembly.",
         ("Jane Akoth", "Member of the County Assembly", "County Assembly", "")),
    ],
)  # fmt: skip
def test_it_reads_offices_and_places_from_the_sentence(text: str, expected: tuple[str, str, str, str]) -> None:
    assert facts(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moderators: Somchai Rattanakosin and Maria Villanueva", ["Somchai Rattanakosin", "Maria Villanueva"]),
        ("Photographs: Carolina Ferrari and Ana Sosa.", ["Carolina Ferrari", "Ana Sosa"]),
        ("They came to Lima. In San Fernando the team met nobody.", []),
        ("The Ville de Pikine and the Rua Nova were closed.", []),
    ],
)
def test_it_finds_all_who_are_credited_and_nobody_else(text: str, expected: list[str]) -> None:
    assert [person.name for person in people(text)] == expected


@pytest.mark.parametrize("closing", ["Yours sincerely,", "With kind regards", "Respectfully yours"])
@pytest.mark.parametrize("below", [["Lindiwe Maseko-Dube\nHead of Markets, City of Durban"], ["Lindiwe Maseko-Dube", "Head of Markets", "City of Durban"]])  # fmt: skip
def test_who_signed_a_letter_holds_the_office_in_the_lines_below(closing: str, below: list[str]) -> None:
    (person,) = people("We look forward to seeing you in the hall.", closing, *below)
    assert (person.name, person.part, person.role, person.place) == (
        "Lindiwe Maseko-Dube", "author", "Head of Markets", "Durban",
    )  # fmt: skip


def test_words_below_a_closing_that_name_nobody_sign_nothing() -> None:
    assert people("Yours sincerely,", "The Organising Committee", "City of Durban") == ()


def test_it_gives_each_person_their_own_role() -> None:
    text = "Hosted by the Mayor, Ms. Ana Ruiz, and the Chair of the Board, Mr. Jon Etxeberria, the dinner ran late."
    assert [(p.name, p.role) for p in people(text)] == [("Ana Ruiz", "Mayor"), ("Jon Etxeberria", "Chair of the Board")]


def test_it_shares_a_body_between_names_in_a_row() -> None:
    text = "Ms. Ana Prieto, Mr. Luis Rojas and Dr. Eva Campos from the City of Rosario joined."
    assert [(p.name, p.place) for p in people(text)] == [
        ("Ana Prieto", "Rosario"),
        ("Luis Rojas", "Rosario"),
        ("Eva Campos", "Rosario"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The hall stands at 45 Bram Fischer Road in Durban.",
        "We drove from Nelson Mandela Bay to the coast.",
        "She works at the Chris Hani Hospital.",
        "They met in Gandhi Park on Sunday.",
        "The week is held at the Maison de la Culture Douta Seck in town.",
        "Los Zetas is feared by every driver on the night line.",
        "The Justice System and the General Assembly were named.",
        "ENDA Mobilité will hold a learning week.",
    ],
)
def test_it_takes_no_street_building_or_gang_for_a_person(text: str) -> None:
    assert people(text) == ()


def test_it_links_a_surname_alone_to_the_full_name() -> None:
    found = people("Ms. Cecilia Svensson opened the day.", "Ms. Svensson left early.", "Later Svensson came back.")
    assert [person.name for person in found] == ["Cecilia Svensson"] * 3
    assert found[1].surface == "Ms. Svensson"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Mr. Tesfaye Bekele, Deputy Mayor of Addis Ababa, warned that rail is not enough.", "speaker"),
        ("The group was moderated by Mrs. Thandiwe Mokoena of Durban.", "moderator"),
        ("The report was written by Chikondi Phiri (Distribution Engineer) and Mrs. Tiyamike Banda-Mwale.", "author"),
        ("Please contact Mme Awa Sarr (a.sarr@dakar.example) before May.", "contact"),
        ("The garden is tended by Mr. Ivan Petrov.", "mentioned"),
    ],
)
def test_it_tells_what_a_person_did(text: str, part: str) -> None:
    assert {person.part for person in people(text)} == {part}


def test_it_keeps_the_people_of_the_record_first_and_finds_them_once() -> None:
    listed = Person(name="Ana Ruiz", part="attendee", surface="Ana Ruiz", spans=(Span(block=0, start=0, end=8),))
    record = Record(genre="learning_form", confidence=1.0, people=(listed,))
    assert people("Ana Ruiz, Head of Parks", record=record) == (listed,)


def test_it_points_at_the_surface() -> None:
    text = "Yesterday Dr. Eva Campos spoke."
    (found,) = people(text)
    assert [text[span.start : span.end] for span in found.spans] == [found.surface] == ["Eva Campos"]


def test_it_merges_the_surfaces_of_one_person() -> None:
    merged = merge_people(
        people("Ms. Cecilia Svensson of UN-Habitat spoke.", "Mr. Karim Sabbagh left.", "Ms. Svensson sat.")
    )
    assert [(person.name, len(person.spans)) for person in merged] == [("Cecilia Svensson", 2), ("Karim Sabbagh", 1)]


def test_it_merges_a_long_list_quickly() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"{a}{b}x{c}na {c}{a}b{b}di".title() for a in letters for b in letters[:8] for c in letters[:5]]
    began = process_time()
    merge_people(Person(name=name, part="attendee") for name in names)
    assert process_time() - began < 3.0


def test_it_warns_when_no_model_is_installed() -> None:
    model = _blank()
    assert model.notes == (WARNING,)
    assert model.entities(["Mr. Renzo Bellardi", ""]) == [[], []]


def test_it_names_the_model_and_survives_monstrous_tokens() -> None:
    model = load_model()
    assert model.pipeline.pipe_names == ["ner"]
    assert len(model.weights_hash) == 16
    began = process_time()
    model.entities(["a:" * 10_000, " " * 20_000])
    assert process_time() - began < 2.0


def test_it_keeps_offsets_in_texts_longer_than_a_window() -> None:
    text = "Mr. Renzo Bellardi came to Turin. " * 500
    found = {text[start:end] for start, end, label in load_model().entities([text])[0] if label == "PERSON"}
    assert found <= {"Renzo", "Bellardi", "Renzo Bellardi"}
    assert found


@pytest.mark.parametrize(
    "unit", ["Mr. Smith, ", "Professor ", "A ", "Mayor of ", "The Mayor of the ", "Anna Smith ", "J.P.", "(", "x"]
)
def test_it_takes_no_time_over_hostile_text(unit: str) -> None:
    hostile = document((unit * 20_000)[:20_000])
    began = process_time()
    tag_people(hostile, RECORD, {}, is_place)
    assert process_time() - began < 2.0


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Battalion Chief Sipho Gumede brought figures.", "Battalion Chief"),
        ("Assistant Commissioner Sipho Gumede spoke.", "Assistant Commissioner"),
        ("Since then Water Director Rosa Quispe reads the meters.", "Water Director"),
        ("It fell by half, says the transport councillor Rosa Quispe.", "Transport councillor"),
        ("On Tuesday Mayor Rosa Quispe opened it.", "Mayor"),
        ("In Lima Mayor Rosa Quispe opened it.", "Mayor"),
        ("The committee is chaired by Ms. Rosa Quispe.", "Chair of the committee"),
        ("Evaluators: Ms. Grace Nakato (lead evaluator) and Mr. Sipho Gumede.", "Evaluator"),
    ],
)
def test_a_title_keeps_the_words_in_front_of_it(text: str, role: str) -> None:
    assert people(text)[-1].role == role


def test_a_name_alone_on_a_line_holds_the_office_below_it() -> None:
    assert [p.role for p in people("Dr. Rosa Quispe", "Deputy City Manager for Parks")] == [
        "Deputy City Manager for Parks"
    ]
    assert [p.role for p in people("Dr. Rosa Quispe", "Managers came and went.")] == [""]


def test_body_and_place_may_stand_behind_the_field_of_an_office() -> None:
    text = "Contact: Rosa Quispe, Chief Advisor, Street Safety, Durban City Council, rosa@durban.example."
    assert facts(text)[0][1:] == ("Chief Advisor, Street Safety", "Durban City Council", "Durban")
    text = "Talks by Ms. Rosa Quispe, director of repair, united lamps district, Lima, and others."
    assert facts(text)[0][1:] == ("director of repair", "", "Lima")


def table(*rows: tuple[str, ...]) -> Document:
    """One block that is a table, its first row the head."""
    text, cells = "", []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            text += "\t" if c else "\n" if r else ""
            cells.append(Cell(row=r, column=c, start=len(text), end=len(text) + len(cell), header=r == 0))
            text += cell
    block = Block(number=0, kind=Kind.TABLE, text=text, cells=tuple(cells))
    return Document(digest="0", media_type="text/plain", blocks=(block,))


def test_people_in_the_cells_of_a_table_are_found_where_they_stand() -> None:
    programme = table(
        ("Time", "What", "Who"),
        ("09:00", "Welcome", "Ana Prado, Mayor of Turin"),
        ("10:00", "Opening by Ms. Rosa Tamayo, Town Clerk", "Guests: all"),
        ("11:00", "Walk", "Martin Okello, Head of Roads; Grace Banda, nurse, Lilongwe"),
    )
    found = tag_people(programme, RECORD, {}, is_place)
    assert [(p.name, p.role) for p in found] == [
        ("Ana Prado", "Mayor"),
        ("Rosa Tamayo", "Town Clerk"),
        ("Martin Okello", "Head of Roads"),
        ("Grace Banda", "nurse"),
    ]
    assert all(programme.slice(p.spans[0]) == p.surface for p in found)


def test_a_name_alone_below_the_last_sentence_is_a_signature() -> None:
    assert [p.part for p in people("We hope to see you.", "Rosa Tamayo", "Night Economy Lead")] == ["author"]
    assert people("We hope to see you.", "Peace Market", "Come early.") == ()


@pytest.mark.parametrize(
    "text", ["Mr. X, West Midlands Police, Birmingham", "a lecturer, University of the West Indies"]
)
def test_a_part_of_a_bodys_name_is_nobody(text: str) -> None:
    assert people(text) == ()
