"""The tables that are published: one class each, and the only place where columns are defined.

CSV and Parquet columns, SQL, Table Schema and the codebook are all read from these classes. The order of fields is
the order of columns. Lists are tuples here, JSON arrays in CSV, real lists in Parquet. A table or column once
released keeps its name and meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from msgspec import Struct

GENRES = ("learning_form", "forum_report", "event_announcement", "factsheet", "strategic_plan", "other")
GROUPS = {
    "learning": ("learning", "observation", "practice", "issue"),
    "recommendation": ("recommendation", "follow_up"),
    "plan": ("objective", "activity", "indicator"),
}
KINDS = tuple(kind for kinds in GROUPS.values() for kind in kinds)
PARTS = ("attendee", "speaker", "moderator", "contributor", "contact", "author", "mentioned")
ENTITY_TYPES = ("city", "country", "person", "organisation", "date", "theme")


def group_of(kind: str) -> str:
    """The group a kind of insight belongs to: `learning`, `recommendation` or `plan`. KeyError for any other word."""
    return {kind: group for group, kinds in GROUPS.items() for kind in kinds}[kind]


@dataclass(frozen=True)
class Column:
    """What a column holds, beside its type."""

    description: str
    refers: str = ""  # `cities.city_id`: each value, or each value of the list, is a key of that table
    codes: tuple[str, ...] = ()  # the only values allowed, besides empty
    form: str = ""  # `date` where the text is always a whole ISO date


_Type = type  # a field below is called `type`


@dataclass(frozen=True)
class Field:
    """One column of a table as read from its class."""

    name: str
    type: _Type  # str, int, float or tuple (a list of str, or of float for `bbox`)
    item: _Type | None  # the type within a tuple
    optional: bool
    column: Column


class Row(Struct, frozen=True, kw_only=True):
    """Base of all tables. The first field of each is its primary key."""


class Documents(Row, frozen=True, kw_only=True):
    """One row per distinct document, by content. What is in quarantine has none."""

    document_id: Annotated[str, Column("`d-` and the first 16 hexadecimal digits of the SHA-256")]
    sha256: Annotated[str, Column("SHA-256 of the file's bytes (of the text as UTF-8, for the text of a mail)")]
    file_name: Annotated[str, Column("the file's own name without folders, of its first origin")]
    media_type: Annotated[str, Column("media type by content, not by name")]
    genre: Annotated[str, Column("kind of document", codes=GENRES)]
    genre_confidence: Annotated[float, Column("how sure the genre is, 0 to 1")]
    title: Annotated[str, Column("title as printed")] = ""
    language: Annotated[str, Column("ISO 639-1 code")] = ""
    date: Annotated[str, Column("date of the document, as precise as known: 2013, 2013-05 or 2013-05-21")] = ""
    date_from: Annotated[str, Column("first day of `date`", form="date")] = ""
    date_to: Annotated[str, Column("last day of `date`", form="date")] = ""
    organisation_id: Annotated[str, Column("who issued it", refers="organisations.organisation_id")] = ""
    city_id: Annotated[str, Column("the issuer's city", refers="cities.city_id")] = ""
    theme_ids: Annotated[tuple[str, ...], Column("what it is about", refers="themes.theme_id")] = ()
    pages: Annotated[int | None, Column("number of pages, empty where the format has none")] = None
    words: Annotated[int, Column("number of words")] = 0
    extraction: Annotated[str, Column("where its text came from", codes=("text", "ocr", "mixed"))] = "text"
    event_id: Annotated[str, Column("the event it is about", refers="events.event_id")] = ""
    supersedes: Annotated[str, Column("the earlier version it replaces", refers="documents.document_id")] = ""
    same_as: Annotated[str, Column("the same text in another file", refers="documents.document_id")] = ""
    status: Annotated[str, Column("how well it was read", codes=("ok", "partial", "needs_review"))] = "ok"
    warnings: Annotated[tuple[str, ...], Column("what was odd about it, in sentences")] = ()


class Origins(Row, frozen=True, kw_only=True):
    """One row per arrival of a document, however often it came."""

    origin_id: Annotated[str, Column("`o-` and 16 hexadecimal digits")]
    document_id: Annotated[str, Column("the document", refers="documents.document_id")]
    source: Annotated[str, Column("way of arrival", codes=("folder", "mail", "archive"))]
    locator: Annotated[str, Column("path inside the input, message and part, archive member")]
    file_name: Annotated[str, Column("name under which it came")]
    account: Annotated[str, Column("mail account and folder")] = ""
    message_id: Annotated[str, Column("Message-ID of the mail")] = ""
    sender: Annotated[str, Column("From of the mail, as claimed")] = ""
    original_sender: Annotated[str, Column("From of the innermost forwarded message")] = ""
    subject: Annotated[str, Column("Subject of the mail")] = ""
    sent_at: Annotated[str, Column("Date of the mail, ISO 8601")] = ""
    parent: Annotated[str, Column("locator of the mail or archive it came in")] = ""


class Events(Row, frozen=True, kw_only=True):
    """One row per real event, however many documents speak of it."""

    event_id: Annotated[str, Column("`e-` and 16 hexadecimal digits")]
    name: Annotated[str, Column("name, the fullest seen")]
    start_date: Annotated[str, Column("first day", form="date")] = ""
    end_date: Annotated[str, Column("last day", form="date")] = ""
    venue: Annotated[str, Column("building or institution")] = ""
    city_id: Annotated[str, Column("where it took place", refers="cities.city_id")] = ""
    country_code: Annotated[str, Column("ISO 3166-1 alpha-2", refers="countries.country_code")] = ""
    organisers: Annotated[tuple[str, ...], Column("who organised it, as printed")] = ()
    aliases: Annotated[tuple[str, ...], Column("other names seen")] = ()
    document_ids: Annotated[tuple[str, ...], Column("documents about it", refers="documents.document_id")] = ()


class Insights(Row, frozen=True, kw_only=True):
    """The heart: one row per learning, recommendation or plan item."""

    insight_id: Annotated[str, Column("`i-` and 16 hexadecimal digits over document, folded text and occurrence")]
    document_id: Annotated[str, Column("where it stands", refers="documents.document_id")]
    event_id: Annotated[str, Column("the event of that document", refers="events.event_id")]
    group: Annotated[str, Column("what it is, coarsely", codes=tuple(GROUPS))]
    kind: Annotated[str, Column("what it is, finely", codes=KINDS)]
    text: Annotated[str, Column("the statement, word for word")]
    text_as_printed: Annotated[str, Column("the slice as it stands in the file, where `text` was repaired")] = ""
    section: Annotated[str, Column("heading path, outermost first, ` > ` between")] = ""
    ordinal: Annotated[int, Column("reading order within the document, from 0")] = 0
    page: Annotated[int | None, Column("first page, from 1; empty where the format has no pages")] = None
    page_end: Annotated[int | None, Column("last page")] = None
    bbox: Annotated[tuple[float, ...], Column("x0, top, x1, bottom on its first page, points from the top left")] = ()
    char_start: Annotated[int | None, Column("where it begins in text/<document_id>.txt, in code points")] = None
    char_end: Annotated[int | None, Column("where it ends there, exclusive")] = None
    locator: Annotated[str, Column("its place, like `page=3;para=17;item=2`")] = ""
    city_ids: Annotated[tuple[str, ...], Column("cities named in it or heading it", refers="cities.city_id")] = ()
    country_codes: Annotated[
        tuple[str, ...], Column("countries named in it or heading it", refers="countries.country_code")
    ] = ()
    person_ids: Annotated[tuple[str, ...], Column("people named in it", refers="people.person_id")] = ()
    said_by: Annotated[tuple[str, ...], Column("ids of people or organisations whose statement it is")] = ()
    theme_ids: Annotated[tuple[str, ...], Column("what it is about, strongest first", refers="themes.theme_id")] = ()
    addressed_to: Annotated[tuple[str, ...], Column("who should act, as the text says")] = ()
    strength: Annotated[str, Column("of a recommendation", codes=("must", "should", "may"))] = ""
    qualifiers: Annotated[tuple[str, ...], Column("any of negated, past, hypothetical, reported")] = ()
    confidence: Annotated[float, Column("how sure the pipeline is of item and kind, 0 to 1, calibrated")] = 1.0
    duplicate_of: Annotated[str, Column("the same statement elsewhere", refers="insights.insight_id")] = ""
    cluster_id: Annotated[str, Column("shared by all insights that state the same")] = ""
    sources: Annotated[int, Column("how many documents, versions folded, state it")] = 1
    review: Annotated[str, Column("what a person decided", codes=("none", "accepted", "corrected", "rejected"))] = (
        "none"
    )


class People(Row, frozen=True, kw_only=True):
    """One row per person, under the fullest name seen."""

    person_id: Annotated[str, Column("`p-` and 16 hexadecimal digits")]
    name: Annotated[str, Column("fullest name, given name first, without honorific")]
    honorific: Annotated[str, Column("Mr., Dr., Gen. ... as printed")] = ""
    given_name: Annotated[str, Column("given names where they can be told")] = ""
    family_name: Annotated[str, Column("family name where it can be told")] = ""
    aliases: Annotated[tuple[str, ...], Column("every form seen, honorific included")] = ()
    document_ids: Annotated[tuple[str, ...], Column("where they are named", refers="documents.document_id")] = ()


class Participations(Row, frozen=True, kw_only=True):
    """Who took part in what, as what."""

    participation_id: Annotated[str, Column("`q-` and 16 hexadecimal digits")]
    person_id: Annotated[str, Column("who", refers="people.person_id")]
    event_id: Annotated[str, Column("in which event", refers="events.event_id")]
    document_id: Annotated[str, Column("according to which document", refers="documents.document_id")]
    part: Annotated[str, Column("as what", codes=PARTS)]
    role: Annotated[str, Column("title or function as printed")] = ""
    organisation: Annotated[str, Column("organisation as printed")] = ""
    organisation_id: Annotated[str, Column("the same, linked", refers="organisations.organisation_id")] = ""
    city_id: Annotated[str, Column("the city they represent", refers="cities.city_id")] = ""
    country_code: Annotated[str, Column("the country they represent", refers="countries.country_code")] = ""
    page: Annotated[int | None, Column("page, from 1")] = None
    confidence: Annotated[float, Column("how sure role and city are, 0 to 1, calibrated")] = 1.0
    method: Annotated[str, Column("how the person was found, and what of the part is known")] = ""


class Organisations(Row, frozen=True, kw_only=True):
    """One row per organisation, with and without its acronym."""

    organisation_id: Annotated[str, Column("`g-` and 16 hexadecimal digits")]
    name: Annotated[str, Column("fullest name")]
    acronym: Annotated[str, Column("acronym, where known")] = ""
    city_id: Annotated[str, Column("its city, where the name says one", refers="cities.city_id")] = ""
    aliases: Annotated[tuple[str, ...], Column("every form seen")] = ()
    document_ids: Annotated[tuple[str, ...], Column("where it is named", refers="documents.document_id")] = ()


class Cities(Row, frozen=True, kw_only=True):
    """One row per city named, linked to GeoNames."""

    city_id: Annotated[str, Column("`geonames:` and the id of geonames.org")]
    name: Annotated[str, Column("canonical name")]
    country_code: Annotated[str, Column("ISO 3166-1 alpha-2")]
    country: Annotated[str, Column("country in English")]
    latitude: Annotated[float, Column("degrees north")]
    longitude: Annotated[float, Column("degrees east")]
    population: Annotated[int, Column("inhabitants, of GeoNames")]
    aliases: Annotated[tuple[str, ...], Column("every form seen, misspelt ones too")] = ()
    document_ids: Annotated[tuple[str, ...], Column("where it is named", refers="documents.document_id")] = ()
    insight_count: Annotated[int, Column("insights that name it")] = 0


class Countries(Row, frozen=True, kw_only=True):
    """One row per country named."""

    country_code: Annotated[str, Column("ISO 3166-1 alpha-2")]
    name: Annotated[str, Column("name in English")]
    document_ids: Annotated[tuple[str, ...], Column("where it is named", refers="documents.document_id")] = ()
    insight_count: Annotated[int, Column("insights that name it")] = 0


class Themes(Row, frozen=True, kw_only=True):
    """The vocabulary of themes."""

    theme_id: Annotated[str, Column("id, like `youth-and-gangs`")]
    label: Annotated[str, Column("name for people")]
    definition: Annotated[str, Column("what belongs to it")]
    broader: Annotated[str, Column("the group of themes it belongs to")] = ""
    mappings: Annotated[tuple[str, ...], Column("ids in other vocabularies, such as SDG targets")] = ()
    insight_count: Annotated[int, Column("insights filed under it")] = 0


class Forms(Row, frozen=True, kw_only=True):
    """One row per learning form, answers word for word as filled in."""

    document_id: Annotated[str, Column("the form", refers="documents.document_id")]
    event_name: Annotated[str, Column("name of the event")] = ""
    date_attended: Annotated[str, Column("date attended, as written")] = ""
    venue: Annotated[str, Column("venue, as written")] = ""
    officials: Annotated[str, Column("officials who attended, as written")] = ""
    expertise: Annotated[tuple[str, ...], Column("ticked areas of expertise, as printed")] = ()
    expertise_other: Annotated[str, Column("other area of expertise")] = ""
    purpose: Annotated[str, Column("purpose of the event")] = ""
    key_learnings: Annotated[str, Column("key learnings")] = ""
    one_change: Annotated[str, Column("change or follow-up planned")] = ""
    contacts: Annotated[str, Column("contacts and networks")] = ""
    documentation: Annotated[str, Column("documentation offered")] = ""


class Answers(Row, frozen=True, kw_only=True):
    """Every question of every form, whatever its edition."""

    answer_id: Annotated[str, Column("`a-` and 16 hexadecimal digits")]
    document_id: Annotated[str, Column("the form", refers="documents.document_id")]
    ordinal: Annotated[int, Column("order within the form, from 0")]
    question: Annotated[str, Column("question as printed")]
    answer: Annotated[str, Column("answer as filled in")] = ""
    column: Annotated[str, Column("column of `forms` it fills, or empty")] = ""
    locator: Annotated[str, Column("its place")] = ""


class Mentions(Row, frozen=True, kw_only=True):
    """Every entity seen, where, and why."""

    mention_id: Annotated[str, Column("`m-` and 16 hexadecimal digits")]
    document_id: Annotated[str, Column("where", refers="documents.document_id")]
    insight_id: Annotated[str, Column("in which insight", refers="insights.insight_id")] = ""
    entity_type: Annotated[str, Column("kind of entity", codes=ENTITY_TYPES)] = ""
    entity_id: Annotated[str, Column("its id; a country's code, a date's ISO value; empty when unresolved")] = ""
    status: Annotated[str, Column("whether it could be told which one", codes=("resolved", "unresolved"))] = "resolved"
    candidates: Annotated[tuple[str, ...], Column("ids it could be, when unresolved")] = ()
    surface: Annotated[str, Column("the words as they stand")] = ""
    page: Annotated[int | None, Column("page, from 1")] = None
    char_start: Annotated[int | None, Column("where it begins in text/<document_id>.txt, in code points")] = None
    char_end: Annotated[int | None, Column("where it ends there, exclusive")] = None
    confidence: Annotated[float, Column("how sure the tag is, 0 to 1, calibrated")] = 1.0
    method: Annotated[str, Column("rule or model that found it, with its version")] = ""
    evidence: Annotated[tuple[str, ...], Column("the words that made the tag")] = ()


class Contacts(Row, frozen=True, kw_only=True):
    """E-mail, phone, web address as published in the document."""

    contact_id: Annotated[str, Column("`c-` and 16 hexadecimal digits")]
    document_id: Annotated[str, Column("where", refers="documents.document_id")]
    organisation: Annotated[str, Column("whose, as printed")] = ""
    organisation_id: Annotated[str, Column("the same, linked", refers="organisations.organisation_id")] = ""
    person_id: Annotated[str, Column("whose", refers="people.person_id")] = ""
    email: Annotated[str, Column("e-mail address")] = ""
    phone: Annotated[str, Column("telephone number")] = ""
    url: Annotated[str, Column("web address")] = ""


class Redirects(Row, frozen=True, kw_only=True):
    """Where an id went that is no more: two entities found to be one, or one found to be two."""

    old_id: Annotated[str, Column("id as once published")]
    new_id: Annotated[str, Column("what it is now, one row per successor")]
    since: Annotated[str, Column("the release that changed it")]


TABLES: dict[str, type[Row]] = {
    "documents": Documents,
    "origins": Origins,
    "events": Events,
    "insights": Insights,
    "people": People,
    "participations": Participations,
    "organisations": Organisations,
    "cities": Cities,
    "countries": Countries,
    "themes": Themes,
    "forms": Forms,
    "answers": Answers,
    "mentions": Mentions,
    "contacts": Contacts,
    "redirects": Redirects,
}


@dataclass(frozen=True)
class Dataset:
    """The whole collection: the rows of each table, sorted, and the text that offsets point into."""

    tables: dict[str, tuple[Row, ...]]
    texts: dict[str, str] = field(default_factory=dict)  # document_id -> text
    review_below: float = 0.5  # confidence below which a finding asks for review

    def rows(self, table: str) -> tuple[Any, ...]:
        """Rows of one table, empty where there are none. KeyError for a table that does not exist."""
        return self.tables.get(table, ()) if table in TABLES else self.tables[table]


def fields(table: type[Row]) -> list[Field]:
    """The columns of a table in order."""
    hints = get_type_hints(table, include_extras=True)
    return [_field(name, hints[name]) for name in table.__struct_fields__]


def _field(name: str, hint: Any) -> Field:
    kind, column = get_args(hint)
    if get_origin(kind) is tuple:
        return Field(name=name, type=tuple, item=get_args(kind)[0], optional=True, column=column)
    inner = [part for part in get_args(kind) if part is not type(None)]
    return Field(name=name, type=inner[0] if inner else kind, item=None, optional=bool(inner), column=column)
