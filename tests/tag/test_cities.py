"""Cities and countries of whole documents."""

import time

from pipeline.model import Block, Cell, Document, Kind, Mention
from pipeline.tag.cities import tag_places
from pipeline.text.places import city


def document(*texts: str, kind: Kind = Kind.PARAGRAPH) -> Document:
    """One block for each text."""
    blocks = tuple(Block(number=number, kind=kind, text=text) for number, text in enumerate(texts))
    return Document(digest="0" * 64, media_type="text/plain", blocks=blocks)


def table(*rows: tuple[str, ...]) -> Document:
    """One block that is a table of these rows."""
    text, cells = "", []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            text += "\t" if c else "\n" if r else ""
            cells.append(Cell(row=r, column=c, start=len(text), end=len(text) + len(cell), header=r == 0))
            text += cell
    return Document(
        digest="0" * 64,
        media_type="text/plain",
        blocks=(Block(number=0, kind=Kind.TABLE, text=text, cells=tuple(cells)),),
    )


def names(mentions: tuple[Mention, ...]) -> list[str]:
    return [city(m.entity).name if m.kind == "city" and m.entity else m.entity or "?" for m in mentions]


def test_mentions_point_at_their_words() -> None:
    doc = document("Nothing here.", "The Mayor of Turin, Italy")
    turin, italy = tag_places(doc, {}, {})
    assert (turin.kind, turin.entity, turin.surface) == ("city", "geonames:3165524", "Turin")
    assert (italy.kind, italy.entity) == ("country", "IT")
    assert doc.slice(turin.span) == "Turin"
    assert turin.evidence
    assert turin.method == "gazetteer/2"


def test_an_item_of_a_list_of_cities_may_be_misspelt_or_short() -> None:
    doc = document("Dar and Tanzania", "Nairobi", "Addis", "Mumbai/Dehli", "Pnhom Pen", "Philippines", kind=Kind.ITEM)
    assert names(tag_places(doc, {}, {})) == [
        "Dar es Salaam", "TZ", "Nairobi", "Addis Ababa", "Mumbai", "Delhi", "Phnom Penh", "PH",
    ]  # fmt: skip


def test_a_country_and_city_of_one_name_is_the_city_in_a_list_of_cities() -> None:
    assert names(tag_places(document("Mombasa", "Beira", "Djibouti", "Durban", kind=Kind.ITEM), {}, {})) == [
        "Mombasa", "Beira", "Djibouti", "Durban",
    ]  # fmt: skip


def test_what_is_sure_elsewhere_helps() -> None:
    doc = document("Dar learnt much from it.", "The City of Dar es Salaam, Tanzania", "Moshi has it too.")
    assert names(tag_places(doc, {}, {}))[0] == "Dar es Salaam"


def test_a_word_written_small_elsewhere_is_no_city() -> None:
    doc = document("Police and councils are urged to act.", "The police came. Metro Police, Cairo")
    assert names(tag_places(doc, {}, {})) == ["Cairo"]


def test_a_column_of_cities_is_a_list() -> None:
    doc = table(("City", "Visits"), ("Bankgok", "3"), ("Nairobi", "2"), ("Lima", "1"), ("Quito", "4"))
    assert names(tag_places(doc, {}, {})) == ["Bangkok", "Nairobi", "Lima", "Quito"]


def test_a_column_by_region_names_small_cities_too() -> None:
    doc = table(
        ("Region", "Cities"), ("Africa", "Beira, Port Said"), ("Asia", "Osh, Suva"), ("Europe", "Chisinau, Kotor")
    )
    assert names(tag_places(doc, {}, {})) == ["Beira", "Port Said", "Osh", "Suva", "Chisinau", "Kotor"]


def test_a_country_in_the_row_tells_which_city_is_meant() -> None:
    doc = table(
        ("Country", "Local government"), ("Montenegro", "Kotor"), ("Costa Rica", "Heredia"), ("Cuba", "Santiago")
    )
    assert names(tag_places(doc, {}, {})) == ["ME", "Kotor", "CR", "Heredia", "CU", "Santiago de Cuba"]


def test_a_heading_that_speaks_of_cities_makes_a_list_only_of_places() -> None:
    doc = table(("Partner cities", "Focus"), ("Suva", "Light"), ("Bankgok", "Youth"), ("Chisinau", "Trust"))
    assert names(tag_places(doc, {}, {})) == ["Suva", "Bangkok", "Chisinau"]
    assert names(tag_places(table(("City level", "Focus"), ("High", "Light"), ("Low", "Youth")), {}, {})) == []


def test_a_country_heads_the_items_below_it() -> None:
    doc = document("Mozambique", "Beira", "Xai-Xai", "Montenegro:", "Kotor", "Bar", kind=Kind.ITEM)
    assert names(tag_places(doc, {}, {})) == ["MZ", "Beira", "Xai-Xai", "ME", "Kotor", "Bar"]


def test_columns_without_rules_are_lists() -> None:
    doc = document("Cairo Kisumu Zomba Osh", "Port Said Beira Suva Chisinau", "Nairobi Lima Quito")
    assert names(tag_places(doc, {}, {}))[:8] == [
        "Cairo", "Kisumu", "Zomba", "Osh", "Port Said", "Beira", "Suva", "Chisinau",
    ]  # fmt: skip


def test_a_suburb_is_no_city_where_its_city_is_named() -> None:
    doc = document("The City of Windhoek, Namibia", "Night walks in Katutura follow.")
    assert names(tag_places(doc, {}, {})) == ["Windhoek", "NA"]


def test_cells_do_not_run_together() -> None:
    assert names(tag_places(table(("Name", "From"), ("New", "York"), ("A. Smith", "Durban")), {}, {})) == ["Durban"]


def test_persons_and_furniture_are_left_out() -> None:
    doc = Document(
        digest="0" * 64,
        media_type="text/plain",
        blocks=(
            Block(number=0, kind=Kind.FURNITURE, text="Nairobi, page 1"),
            Block(number=1, kind=Kind.PARAGRAPH, text="Durban Smith of Lyon"),
        ),
    )
    assert names(tag_places(doc, {1: [(0, 12)]}, {})) == ["Lyon"]


def test_what_nobody_can_tell_has_candidates() -> None:
    (mention,) = tag_places(document("San Jose"), {}, {})
    assert mention.entity == ""
    assert len(mention.candidates) >= 2


def test_a_list_of_five_thousand_names_is_quick() -> None:
    doc = document(*["Durban", "Pnhom Pen", "Bankgok", "Xyzzy", "Lima"] * 1_000, kind=Kind.ITEM)
    tag_places(document("Durban"), {}, {})
    start = time.process_time()
    tag_places(doc, {}, {})
    assert time.process_time() - start < 2


def test_a_document_without_blocks_mentions_nothing() -> None:
    assert tag_places(document(), {}, {}) == ()


def test_a_name_that_its_country_stands_beside_means_that_city_elsewhere_too() -> None:
    doc = document("Tickets are sold in León.", "León in Nicaragua sent observers.", "She sells tickets in León.")
    found = [m.entity for m in tag_places(doc, {}, {}) if m.surface == "León"]
    assert [city(entity).country_code for entity in found] == ["NI", "NI", "NI"]


def test_a_town_among_others_of_its_country_is_no_foreign_city_of_another_name() -> None:
    doc = document("California was asked: Jolon, Cambria, Sonoma, Paso Robles and Ukiah, and Fresno in the east.")
    found = {m.surface: city(m.entity).country_code for m in tag_places(doc, {}, {}) if m.kind == "city" and m.entity}
    assert set(found.values()) == {"US"}
    assert {"Cambria", "Sonoma", "Paso Robles", "Ukiah"} <= set(found)


def test_what_only_looks_like_a_city_is_kept_as_a_candidate() -> None:
    text = "They went to Bankgok with a bus."
    (mention,) = tag_places(document(text), {}, {0: [(13, 20)]})
    assert mention.entity == ""
    assert [city(one).name for one in mention.candidates] == ["Bangkok"]


def test_a_people_is_no_city() -> None:
    assert tag_places(document("The Roma community chose a warden; Roma families were asked."), {}, {}) == ()
    assert names(tag_places(document("The Mayor of Roma came."), {}, {})) == ["Rome"]


def test_what_opens_a_sentence_and_does_what_cities_do_is_one() -> None:
    doc = document("Ghent and Liège, Belgium, came.", "Verviers pointed out that funds end.")
    assert names(tag_places(doc, {}, {}))[-1] == "Verviers"
    assert tag_places(document("Florence has a sister."), {}, {}) == ()


def test_a_quarter_and_a_building_are_no_cities() -> None:
    assert tag_places(document("Less was said about San Francisco, the quarter across the river."), {}, {}) == ()
    assert tag_places(document("They met at Palacio Miramar again."), {}, {}) == ()


def test_the_word_for_a_level_of_government_tells_the_country() -> None:
    (busia,) = tag_places(document("The Busia County Assembly sent two members."), {}, {})
    assert city(busia.entity).country_code == "KE"


def test_the_city_beside_tells_which_of_two_is_meant() -> None:
    found = tag_places(document("The planners of Hyderabad and Karachi compared their drains."), {}, {})
    assert [city(m.entity).country_code for m in found] == ["PK", "PK"]


def test_headings_that_are_names_of_cities_are_a_list() -> None:
    doc = document("Penang", "Hue", "Surabaya: markets first", "Reading", "Annex", kind=Kind.HEADING)
    assert names(tag_places(doc, {}, {})) == ["George Town", "Hue", "Surabaya", "Reading"]
    assert names(tag_places(document("Hue", "Reading", kind=Kind.HEADING), {}, {})) == []
