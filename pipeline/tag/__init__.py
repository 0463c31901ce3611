"""What a document mentions, each tag with its evidence: people, places, organisations, dates, themes.

People are found first, since a place inside a person's name is no place; then places, organisations, dates; themes
last, for each statement and for the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from msgspec.structs import replace

from pipeline.model import Block, Document, Insight, Kind, Mention, Person, Record, Span, Tags
from pipeline.tag import cities, dates, filing, organisations, people, themes
from pipeline.tag.nlp import load_model
from pipeline.tag.seat import seat_of_form
from pipeline.tag.settings import TagSettings
from pipeline.text.clean import fold
from pipeline.text.names import is_weak_organisation_word
from pipeline.text.places import Place, is_place, resolve_place
from pipeline.text.places import city as city_of

Entities = dict[int, list[tuple[int, int, str]]]
SHORTEST = 25  # characters of a block that the language model is asked about
MOST_CHARACTERS = 1_000_000  # of a document that it is given: some 400 full pages, 20 seconds. Rules read all of it
FILED = 0.34  # share of the strongest theme's weight from which a document is filed under a theme, too
MOST_THEMES = 4  # of a document


def tag(document: Document, record: Record, settings: TagSettings) -> Tags:
    """All mentions of a document, and its people with the places they come from."""
    nlp = load_model(settings.model)
    entities = _entities(document, settings.model)
    issuer = organisations.issuer(document, record)
    found = _without_venues(people.tag_people(document, record, entities, is_place, issuer), record)
    taken = _spans_by_block(found)
    places = cities.tag_places(document, taken, _labelled(entities, {"GPE", "LOC"}))
    bodies = _bodies(organisations.tag_organisations(document, record, entities, taken, found), taken, record)
    mentions: list[Mention] = [
        *(_person_mention(person) for person in found),
        *places,
        *(_organisation_mention(hit) for hit in bodies),
        *dates.tag_dates(document),
    ]
    vocabulary = themes.vocabulary_of(settings.themes)
    filed, document_themes = _themes(document, record, vocabulary)
    event = _event_place(record, places)
    read = _cities_read(places)
    homes = tuple(_person_place(person, read) for person in found)
    own = _ids(resolve_place(issuer))[0] if issuer else ""
    return Tags(
        mentions=tuple(_attached(mentions, record) + filed),
        people=found,
        organisations=tuple(dict.fromkeys((hit.name, hit.acronym) for hit in bodies)),
        themes=document_themes,
        event_city=event[0],
        event_country=event[1],
        issuer=issuer,
        issuer_city=own or seat_of_form(document, record, [(p, home[0]) for p, home in zip(found, homes, strict=True)]),
        person_places=homes,
        notes=(*nlp.notes, *_language_notes(document), *_length_notes(document)),
    )


def _bodies(
    hits: Iterable[organisations.OrganisationHit], taken: Mapping[int, Sequence[tuple[int, int]]], record: Record
) -> list[organisations.OrganisationHit]:
    """Organisations without those whose words hold a person's name, and without the event itself."""
    event = fold(record.event.name) if record.event is not None else ""
    return [
        hit
        for hit in hits
        if not any(hit.start < end and start < hit.end for start, end in taken.get(hit.block, ()))
        and not _is_event(fold(hit.name), event)
        and not _is_shout(hit.name)
        and not hit.name.islower()
        and (not is_place(hit.name) or hit.name.startswith(_GOVERNMENTS))
    ]


_GOVERNMENTS = ("City of ", "Municipality of ", "Commune of ", "Ville de ", "Commune de ", "Comune di ")


def _is_event(name: str, event: str) -> bool:
    """Whether a name is the event's own, not that of a body it names: "City of Kigali to host a Learning Week"."""
    return name in event and (2 * len(name) > len(event) or is_weak_organisation_word(name.split(" ")[-1]))


def _is_shout(name: str) -> bool:
    """Whether a name is a sentence in capitals or begins with somebody's title, and so is no organisation."""
    return (name.isupper() and len(name.split()) > 5) or bool(re.match(r"(?:Mr|Mrs|Ms|Dr|Prof)\b\.?", name))


def _without_venues(found: tuple[Person, ...], record: Record) -> tuple[Person, ...]:
    """People without the buildings that a model took for some: what stands in the words of the venue."""
    venues = " ".join(a.answer for a in record.answers if a.column == "venue")
    if record.event is not None:
        venues += f" {record.event.venue} {record.event.place}"
    return tuple(p for p in found if p in record.people or p.honorific or p.role or p.name not in venues)


def _entities(document: Document, model: str) -> Entities:
    """What the language model calls names, in blocks of running text."""
    asked = _asked(document)
    asked = asked[: _fitting(asked)]
    found = load_model(model).entities([block.text for block in asked])
    return {block.number: list(entities) for block, entities in zip(asked, found, strict=True)}


def _asked(document: Document) -> list[Block]:
    return [b for b in document.blocks if b.kind in (Kind.PARAGRAPH, Kind.ITEM) and len(b.text) >= SHORTEST]


def _fitting(blocks: Sequence[Block]) -> int:
    """How many blocks, from the first, the language model has the time to read."""
    ends = accumulate(len(block.text) for block in blocks)
    return sum(end <= MOST_CHARACTERS for end in ends)


def _labelled(
    entities: Mapping[int, Sequence[tuple[int, int, str]]], labels: set[str]
) -> dict[int, list[tuple[int, int]]]:
    return {number: [(a, b) for a, b, label in found if label in labels] for number, found in entities.items()}


def _spans_by_block(found: Iterable[Person]) -> dict[int, list[tuple[int, int]]]:
    spans: dict[int, list[tuple[int, int]]] = {}
    for person in found:
        for span in person.spans:
            spans.setdefault(span.block, []).append((span.start, span.end))
    return spans


def _person_mention(person: Person) -> Mention:
    return Mention(
        kind="person",
        span=person.spans[0],
        surface=person.surface,
        entity=person.name,
        score=0.95 if person.method.startswith(("form", "list", "table")) else 0.8,
        method=person.method,
        evidence=tuple(filter(None, (person.honorific, person.role))) or (person.surface,),
    )


def _organisation_mention(hit: organisations.OrganisationHit) -> Mention:
    return Mention(
        kind="organisation",
        span=Span(block=hit.block, start=hit.start, end=hit.end),
        surface=hit.surface,
        entity=hit.name,
        score=hit.score,
        method=hit.method,
        evidence=(hit.surface,),
    )


def _attached(mentions: list[Mention], record: Record) -> list[Mention]:
    """Mentions with the insight they stand in; what heads an insight is mentioned once more for it."""
    found: list[Mention] = []
    by_block: dict[int, list[tuple[Span, int]]] = {}
    heads: dict[int, list[tuple[Span, int]]] = {}
    for insight in record.insights:
        for span in insight.spans:
            by_block.setdefault(span.block, []).append((span, insight.number))
        for span in insight.heads:
            heads.setdefault(span.block, []).append((span, insight.number))
    for mention in mentions:
        home = next((n for s, n in by_block.get(mention.span.block, ()) if _inside(mention.span, s)), None)
        found.append(replace(mention, insight=home) if home is not None else mention)
        if mention.kind in ("city", "country"):
            found += [
                replace(mention, insight=n, method=f"{mention.method}+heading")
                for s, n in heads.get(mention.span.block, ())
                if _inside(mention.span, s)
            ]
    return found


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _themes(document: Document, record: Record, vocabulary: themes.Vocabulary) -> tuple[list[Mention], tuple[str, ...]]:
    """Theme mentions of all insights, and the themes of the document: those that weigh most in its statements."""
    mentions: list[Mention] = []
    weights: dict[str, float] = {}
    statements = [filing.Statement(insight.text, insight.section) for insight in record.insights]
    for insight, hits in zip(
        record.insights, filing.file_statements(statements, record.title, vocabulary), strict=True
    ):
        for hit in hits:
            weights[hit.theme] = weights.get(hit.theme, 0.0) + hit.score
            mentions.append(_theme_mention(document, insight, hit, vocabulary, record.title))
    if not weights:
        text = " ".join(b.text for b in document.blocks if b.kind is not Kind.FURNITURE)[:20_000]
        weights = {
            h.theme: h.score for h in themes.choose_themes(themes.score_themes(text, "", record.title, vocabulary))
        }
    top = max(weights.values(), default=0.0)
    ranked = sorted(weights, key=lambda t: (-weights[t], t))
    return mentions, tuple(t for t in ranked[:MOST_THEMES] if weights[t] >= FILED * top)


def _theme_mention(
    document: Document, insight: Insight, hit: themes.ThemeHit, vocabulary: themes.Vocabulary, title: str
) -> Mention:
    """A theme of a statement; where no word of the statement speaks for it, its heading does, or the title."""
    span = insight.spans[0]
    if hit.spans:
        start, end = hit.spans[0]
        span = Span(block=span.block, start=span.start + start, end=min(span.start + end, span.end))
    return Mention(
        kind="theme",
        span=span,
        surface=document.slice(span),
        entity=hit.theme,
        insight=insight.number,
        score=hit.score,
        method=vocabulary.method,
        evidence=hit.evidence or (insight.section.split(" > ")[-1] or title,),
    )


def _event_place(record: Record, places: Sequence[Mention]) -> tuple[str, str]:
    """(city id, country code) of the event: by the words that say where it is held, else by the first city that
    stands with its date or name."""
    if record.event is None:
        return "", ""
    city, country = _ids(resolve_place(record.event.place)) if record.event.place else ("", "")
    if city or record.genre == "learning_form":
        return city, country
    for span in (*record.event.grounds, *record.event.spans):
        near = [m for m in places if m.span.block == span.block and m.kind == "city" and m.entity]
        if near:
            return near[0].entity, _country_of(near[0].entity)
    return city, country


def _country_of(city_id: str) -> str:
    return city_of(city_id).country_code


_ELSEWHERE = re.compile(
    r"\b(?:embassy|consulate|permanent|delegation|ministry|national|federal|government of|regional|international)\b",
    re.I,
)


def _cities_read(places: Iterable[Mention]) -> dict[str, str]:
    """Which city each name means in this document, where it means one alone: "Toledo" of a letter on Lake Erie."""
    meant: dict[str, set[str]] = {}
    for mention in places:
        if mention.kind == "city" and mention.entity:
            meant.setdefault(fold(mention.surface), set()).add(mention.entity)
    return {name: next(iter(ids)) for name, ids in meant.items() if len(ids) == 1}


def _person_place(person: Person, read: Mapping[str, str]) -> tuple[str, str]:
    """(city id, country code) of the place a person comes from: as said, else of an organisation that bears its
    city's name, such as a university. An embassy stands for its country, wherever it is."""
    city, country = _ids(resolve_place(person.place)) if person.place else ("", "")
    said = read.get(fold(person.place), "") if not (city or country) else ""
    if said:
        return said, city_of(said).country_code
    if city or not person.organisation or _ELSEWHERE.search(person.organisation):
        return city, country
    place = resolve_place(person.organisation, country)
    if place.city and country in ("", place.city.country_code):
        return _ids(place)  # Kumasi Metropolitan Assembly, Ghana
    return city, country


def _ids(place: Place) -> tuple[str, str]:
    city = place.city.id if place.city else ""
    country = place.country.code if place.country else place.city.country_code if place.city else ""
    return city, country


def _language_notes(document: Document) -> tuple[str, ...]:
    if document.language in ("", "en"):
        return ()
    return (f"The text is in another language than English ({document.language}); names and themes are found in part.",)


def _length_notes(document: Document) -> tuple[str, ...]:
    if sum(len(block.text) for block in _asked(document)) <= MOST_CHARACTERS:
        return ()
    return (f"The language model read the first {MOST_CHARACTERS:,} characters; behind them, names may be missed.",)
