"""Table `insights`: every statement with its place, and which of them say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.link.confidence import Scales
from pipeline.link.events import Linked as Events
from pipeline.link.ids import made
from pipeline.link.organisations import Linked as Organisations
from pipeline.link.papers import Paper
from pipeline.link.participations import Linked as People
from pipeline.link.places import known_city, known_country
from pipeline.link.shingles import Vocabulary, near_pairs
from pipeline.link.versions import Versions
from pipeline.model import Insight, Mention, Span, Where
from pipeline.model.dataset import Insights, group_of
from pipeline.text.clean import fold, words
from pipeline.text.saying import speakers as speakers_in

ALIKE = 0.75
"""Share of the 3-grams of the shorter statement from which two say the same (FACTS.md, Duplicates)."""

BALANCE = 0.5
"""How long the shorter must be beside the longer: what is part of a long paragraph is not what it says."""

FEWEST_WORDS = 5
"""Words of a statement that can be compared across documents; "Training of officials" is in every plan."""

_NEGATIONS = frozenset(["no", "not", "never", "without", "neither", "nor", "cannot", "non", "hardly", "lack", "fail"])


@dataclass(frozen=True, eq=False)
class Statement:
    """An insight of a document, as it is compared with others."""

    paper: Paper
    insight: Insight
    insight_id: str
    words: tuple[str, ...]
    cities: tuple[str, ...]
    countries: tuple[str, ...]
    themes: tuple[str, ...]
    mentions: tuple[Mention, ...]

    @property
    def numbers(self) -> Counter[str]:
        """The numbers in it: "50 %" and "80 %" are two targets."""
        return Counter(word for word in self.words if any(c.isdigit() for c in word))

    @property
    def is_negative(self) -> bool:
        """Whether it denies."""
        return any(word in _NEGATIONS or word.endswith("n't") for word in self.words)

    @property
    def rank(self) -> tuple[object, ...]:
        """Sorts the statement that speaks for its duplicates to the front."""
        return *self.paper.rank, self.insight.number, self.insight_id


def statements(papers: Iterable[Paper], theme_ids: frozenset[str]) -> list[Statement]:
    """All insights of all documents, in the order in which they may speak for duplicates."""
    found = [one for paper in papers for one in _of_paper(paper, theme_ids)]
    return sorted(found, key=lambda one: one.rank)


def _of_paper(paper: Paper, theme_ids: frozenset[str]) -> Iterator[Statement]:
    mentions: dict[int, list[Mention]] = {}
    for mention in paper.tags.mentions:
        if mention.insight is not None:
            mentions.setdefault(mention.insight, []).append(mention)
    seen: Counter[str] = Counter()
    for insight in sorted(paper.record.insights, key=lambda i: i.number):
        folded = fold(insight.text)
        here = mentions.get(insight.number, [])
        themes = sorted((m for m in here if m.kind == "theme" and m.entity in theme_ids), key=lambda m: -m.score)
        yield Statement(
            paper=paper,
            insight=insight,
            insight_id=made("i", paper.document_id, folded, seen[folded]),
            words=tuple(words(insight.text)),
            cities=_distinct(known_city(m.entity) for m in here if m.kind == "city"),
            countries=_distinct(known_country(m.entity) for m in here if m.kind == "country"),
            themes=_distinct(m.entity for m in themes),
            mentions=tuple(here),
        )
        seen[folded] += 1


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


# --- the same statement -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clusters:
    """For each statement, by its id: the one that speaks for it, the cluster, and how many sources the cluster has."""

    leader: dict[str, str]
    cluster: dict[str, str]
    sources: dict[str, int]


def clusters(found: Sequence[Statement], versions: Versions) -> Clusters:
    """Which statements say the same. `found` is sorted: the first of a cluster speaks for it."""
    leaders = _leaders(found, versions)
    texts = Counter(" ".join(found[n].words) for n in set(leaders))
    works: dict[int, set[str]] = {}
    for number, leader in enumerate(leaders):
        works.setdefault(leader, set()).add(versions.work(found[number].paper.document_id))
    ids = [one.insight_id for one in found]
    return Clusters(
        leader={ids[n]: ids[leader] for n, leader in enumerate(leaders)},
        cluster={ids[n]: _cluster_id(found[leader], texts) for n, leader in enumerate(leaders)},
        sources={ids[n]: len(works[leader]) for n, leader in enumerate(leaders)},
    )


def _cluster_id(leader: Statement, texts: Counter[str]) -> str:
    text = " ".join(leader.words)
    return made("k", text) if texts[text] == 1 and text else made("k", text, leader.insight_id)


def _leaders(found: Sequence[Statement], versions: Versions) -> list[int]:
    """For each statement the number of the first one that says the same."""
    equal: dict[tuple[object, ...], int] = {}
    first = [equal.setdefault(_own_key(one, versions), number) for number, one in enumerate(found)]
    near = _near(found, sorted(equal.values()))
    leaders: list[int] = []
    for number in range(len(found)):
        if first[number] != number:
            leaders.append(leaders[first[number]])
            continue
        others = [other for other in near.get(number, ()) if leaders[other] == other]
        leaders.append(min(others, default=number))
    return leaders


def _near(found: Sequence[Statement], numbers: Sequence[int]) -> dict[int, list[int]]:
    """For each of these statements those before it that say nearly the same."""
    vocabulary = Vocabulary()
    long = [number for number in numbers if len(found[number].words) >= FEWEST_WORDS]
    near: dict[int, list[int]] = {}
    for a, b in near_pairs([vocabulary.grams(found[number].words) for number in long], ALIKE, BALANCE):
        if _agree(found[long[a]], found[long[b]]):
            near.setdefault(long[b], []).append(long[a])
    return near


def _own_key(one: Statement, versions: Versions) -> tuple[object, ...]:
    """Statements with the same key say the same: short ones only within one text."""
    if len(one.words) >= FEWEST_WORDS:
        return one.words, one.cities, one.countries
    return one.words, versions.work(one.paper.document_id)


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two statements with nearly the same words say the same of the same."""
    if one.is_negative != other.is_negative:
        return False
    if _differ(one.cities, other.cities) or _differ(one.countries, other.countries):
        return False
    return one.numbers == other.numbers or (
        min(len(one.words), len(other.words)) < 0.8 * max(len(one.words), len(other.words))
        and (one.numbers <= other.numbers or other.numbers <= one.numbers)
    )


def _differ(a: Sequence[str], b: Sequence[str]) -> bool:
    return bool(a and b) and not set(a) & set(b)


# --- rows -------------------------------------------------------------------------------------------------------------


def rows(
    found: Sequence[Statement],
    same: Clusters,
    events: Events,
    people: People,
    organisations: Organisations,
    scales: Scales,
) -> list[Insights]:
    """A row for each statement."""
    speakers: dict[str, tuple[str, ...]] = {}
    for one in found:
        if one.paper.document_id not in speakers:
            speakers[one.paper.document_id] = _speakers(one.paper, events, people, organisations)
    rows = (
        _row(
            one,
            same,
            events,
            people,
            _quoted(one, people, organisations) or speakers[one.paper.document_id],
        )
        for one in found
    )
    return [replace(row, confidence=scales.sure("insight", row.kind, row.confidence)) for row in rows]


def _quoted(one: Statement, people: People, organisations: Organisations) -> tuple[str, ...]:
    """Who the statement itself says says it: "Ms. Otieno, harbour master, warned that"; empty where it does not."""
    if len(one.insight.spans) != 1:
        return ()
    span = one.insight.spans[0]
    text = one.paper.document.slice(span)
    named = [m for m in one.mentions if m.kind in ("person", "organisation") and m.span.block == span.block]
    places = [(m.span.start - span.start, m.span.end - span.start) for m in named]
    ids = []
    for number in speakers_in(text, places):
        mention, document_id = named[number], one.paper.document_id
        words = mention.entity or mention.surface
        person = people.id(document_id, words, [mention.span]) if mention.kind == "person" else ""
        ids.append(person or (organisations.id(document_id, words) if mention.kind == "organisation" else ""))
    return _distinct(ids)


def _speakers(paper: Paper, events: Events, people: People, organisations: Organisations) -> tuple[str, ...]:
    """Whose statements those of a document are: of the officials of a form, of those who hold an event or issue a
    document. A city named at the head of a practice is what it is about, not who says it."""
    issuer = organisations.id(paper.document_id, paper.issuer)
    if paper.is_form:
        return people.own(paper.document_id) or _distinct([issuer])
    own = paper.record.event.organisers if paper.record.event else ()
    held = [organisations.id(paper.document_id, organiser) for organiser in own]
    return _distinct([*held, issuer])


def _row(one: Statement, same: Clusters, events: Events, people: People, speakers: tuple[str, ...]) -> Insights:
    paper, insight = one.paper, one.insight
    places = [where for span in insight.spans for where in paper.places(span)]
    pages = [where.page for where in places if where.page is not None]
    leader = same.leader[one.insight_id]
    return Insights(
        insight_id=one.insight_id,
        document_id=paper.document_id,
        event_id=events.of(paper.document_id),
        group=group_of(insight.kind),
        kind=insight.kind,
        text=insight.text,
        text_as_printed=_printed(paper, insight),
        section=insight.section,
        ordinal=insight.number,
        page=pages[0] if pages else None,
        page_end=max(pages) if pages else None,
        bbox=_box(places, pages[0] if pages else None),
        char_start=min((paper.start(span) for span in insight.spans), default=0),
        char_end=max((paper.end(span) for span in insight.spans), default=0),
        locator=paper.locator(insight.spans),
        city_ids=one.cities,
        country_codes=one.countries,
        person_ids=_distinct(
            people.id(paper.document_id, m.entity or m.surface, [m.span]) for m in one.mentions if m.kind == "person"
        ),
        said_by=speakers,
        theme_ids=one.themes,
        addressed_to=insight.addressed_to,
        strength=insight.strength,
        qualifiers=insight.qualifiers,
        confidence=insight.confidence,
        duplicate_of=leader if leader != one.insight_id else "",
        cluster_id=same.cluster[one.insight_id],
        sources=same.sources[one.insight_id],
    )


def _printed(paper: Paper, insight: Insight) -> str:
    """The statement as it stands in the file, where that is not its text."""
    slices = [_slice(paper, span) for span in insight.spans]
    printed = "\n".join(slices)
    return printed if printed != insight.text else ""


def _slice(paper: Paper, span: Span) -> str:
    block = paper.document.blocks[span.block]
    whole = span.start == 0 and span.end == len(block.text)
    return block.printed if whole and block.printed else paper.document.slice(span)


def _box(places: Sequence[Where], page: int | None) -> tuple[float, ...]:
    """The rectangle around all places on one page."""
    boxes = [where.box for where in places if where.box is not None and where.page == page]
    if not boxes:
        return ()
    return (
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
