"""Learning forms: questions found in any edition, order and layout, and their answers word for word."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from pipeline.model import Answer, Block, Document, Kind, Span
from pipeline.text.clean import fold, squeeze
from pipeline.text.enumeration import follows, is_sequence

SHORT = 8  # words of a question in which a weak phrase, such as `event`, says what is asked for
ENOUGH = 1.0  # sum of phrase weights from which a question is taken to ask for a column
BOX = re.compile(r"[☐☒]")
_TYPED_BOX = re.compile(r"\[\s{0,3}([xX✓✔]?)\s{0,3}\]|\(\s{0,3}([xX✓✔]?)\s{0,3}\)(?=\s|$)")
_TICKED_GLYPHS = str.maketrans(
    {"☑": "☒", "🗹": "☒", "🗷": "☒", "✓": "☒", "✔": "☒", "✗": "☒", "✘": "☒", "□": "☐", "❏": "☐", "❑": "☐"}
)


_GATHERS = re.compile(r"(?:part|section|step|block|page)\s+(?:\d{1,2}|[a-z]|[ivx]{1,4}|one|two|three|four)\b", re.I)


@dataclass(frozen=True)
class Column:
    """A column of table `forms` and the words by which forms ask for it."""

    name: str  # begins with `-` where the question has no column
    kind: str
    phrases: tuple[tuple[float, re.Pattern[str]], ...]
    longest: int


@dataclass(frozen=True)
class Vocabulary:
    """What is known of forms in general."""

    columns: tuple[Column, ...]
    placeholders: frozenset[str]
    nothing: frozenset[str]


@dataclass(frozen=True)
class Unit:
    """A paragraph of the form, in or outside a table."""

    text: str
    span: Span
    block: Block
    row: tuple[int, int] | None = None  # (table block, row) of a table's cell
    column: int = 0
    marker: str = ""


@dataclass
class Question:
    """A question and the units that answer it."""

    unit: Unit
    text: str
    column: Column | None
    answers: list[Unit] = field(default_factory=list)
    score: float = 0.0


@dataclass(frozen=True)
class Form:
    """A form as read."""

    questions: tuple[Question, ...]
    preface: tuple[Unit, ...]
    template: str
    unmatched: tuple[str, ...]

    def first(self, column: str) -> Question | None:
        """The first question for a column that has an answer, else the first without."""
        asked = [q for q in self.questions if q.column is not None and q.column.name == column]
        return next((q for q in asked if q.answers), asked[0] if asked else None)


@cache
def vocabulary() -> Vocabulary:
    """The packaged wordings (`data/forms/columns.toml`)."""
    data = tomllib.loads(_data("columns.toml"))
    columns = tuple(
        Column(c["name"], c.get("kind", ""), _phrases(c["phrases"]), c.get("longest", 99)) for c in data["column"]
    )
    return Vocabulary(columns, frozenset(data["placeholders"]), frozenset(data["nothing"]))


@cache
def editions() -> dict[str, tuple[str, ...]]:
    """Known template editions: id -> its questions, folded."""
    folder = resources.files("pipeline.data").joinpath("forms")
    names = sorted(e.name for e in folder.iterdir() if e.name.endswith(".toml") and e.name != "columns.toml")
    loaded = [tomllib.loads(_data(name)) for name in names]
    return {d["id"]: tuple(_key(q) for q in d["questions"]) for d in loaded}


def _data(name: str) -> str:
    return resources.files("pipeline.data").joinpath("forms", name).read_text(encoding="utf-8")


def _phrases(weighted: dict[str, Any]) -> tuple[tuple[float, re.Pattern[str]], ...]:
    # TOML reads `2.0 = [...]` as nested keys {"2": {"0": [...]}}
    found = []
    for whole, parts in weighted.items():
        for fraction, phrases in parts.items() if isinstance(parts, dict) else [("0", parts)]:
            for phrase in phrases:
                found.append((float(f"{whole}.{fraction}"), _pattern(phrase)))
    return tuple(found)


def _pattern(phrase: str) -> re.Pattern[str]:
    words = [r"(?:[\w’'-]+\s)?" if w == "_" else re.escape(w).replace(r"\*", r"\w*") + r"\s" for w in phrase.split()]
    body = "".join(words)
    return re.compile(rf"(?<![\w-]){body.removesuffix(chr(92) + 's')}(?![\w-])")


def column_of(question: str) -> tuple[Column | None, float]:
    """The column a question asks for and the sum of weights, (None, 0.0) where no words say.

    Words of the first clause count in full, later ones half: a question names its subject first.
    """
    text = re.sub(r"[,;/()\[\]–-]+", " ", fold(_PLURAL.sub("s", question)))[:600]
    text = " ".join(text.split())
    head = re.split(r"[?.:]\s", text, maxsplit=1)[0]
    best: tuple[Column | None, float] = (None, 0.0)
    for column in vocabulary().columns:
        if len(text.split()) > column.longest:
            continue
        short = len(text.split()) <= SHORT
        score = sum(_worth(w, pattern, text, head) for w, pattern in column.phrases if w > 1.0 or short)
        if score > best[1]:
            best = column, score
    return best if best[1] >= ENOUGH else (None, best[1])


_PLURAL = re.compile(r"\(e?s\)")  # `Officer(s)`


def _worth(weight: float, pattern: re.Pattern[str], text: str, head: str) -> float:
    found = pattern.search(text)
    if not found:
        return 0.0
    return weight * (1.0 if found.start() < len(head) else 0.5) * (1.15 if found.start() < 12 else 1.0)


def units_of(document: Document) -> list[Unit]:
    """The paragraphs of a form in order, cells of tables one by one."""
    found: list[Unit] = []
    for block in document.blocks:
        if block.kind in (Kind.FURNITURE, Kind.FOOTNOTE, Kind.CAPTION):
            continue
        if block.kind is Kind.TABLE:
            found.extend(_cell_units(block))
        else:
            found.extend(_line_units(block))
    return _asked_and_answered(found)


_CELL_MARK = re.compile(r"\s*(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)]\s+(?=\S)")


_ASKED = re.compile(r"^(?:Q(?:uestion)?\.?\s?\d{1,2}|\d{1,2}\.?\s?Q)\s?[.:)–-]?\s+", re.I)
_ANSWERED = re.compile(r"(?:^|(?<=[?:.])\s+)A(?:ns(?:wer)?)?\s?\.?\s?:\s*")


def _asked_and_answered(units: list[Unit]) -> list[Unit]:
    """Forms that print `Q3.` and `A:`: the number becomes the marker, the sign of the answer goes."""
    if sum(bool(_ASKED.match(f"{u.marker} {u.text}".strip())) for u in units) < 3:
        return units
    found: list[Unit] = []
    for unit in units:
        number = _ASKED.match(unit.text)
        rest = unit.text[number.end() :] if number else unit.text
        start = unit.span.start + (number.end() if number else 0)
        marker = re.sub(r"\D", "", number.group()) + "." if number else unit.marker
        answer = _ANSWERED.search(rest)
        cut = answer.start() if answer and number else 0
        if cut:
            span = Span(block=unit.span.block, start=start, end=start + cut)
            found.append(Unit(rest[:cut].strip(), span, unit.block, unit.row, unit.column, marker))
            marker = ""
        begin = answer.end() if answer else 0
        text = rest[begin:]
        if text.strip():
            span = Span(block=unit.span.block, start=start + begin, end=start + begin + len(text))
            found.append(Unit(text.strip(), span, unit.block, unit.row, unit.column, marker))
    return found


def _line_units(block: Block) -> list[Unit]:
    units: list[Unit] = []
    position = 0
    for line in block.text.split("\n"):
        if line.strip():
            span = Span(block=block.number, start=position, end=position + len(line))
            units.append(Unit(line.strip(), span, block, marker=block.marker if not units else ""))
        position += len(line) + 1
    return units


def _cell_units(block: Block) -> list[Unit]:
    units = []
    for cell in block.cells:
        position = cell.start
        parts = re.split(r"[\v\n]", block.text[cell.start : cell.end])
        for part in parts:
            if part.strip() or len(parts) == 1:
                mark = _CELL_MARK.match(part) if cell.column == 0 else None
                begin = mark.end() if mark else 0
                span = Span(block=block.number, start=position + begin, end=position + len(part))
                marker = mark.group().strip() if mark else ""
                units.append(Unit(part[begin:].strip(), span, block, (block.number, cell.row), cell.column, marker))
            position += len(part) + 1
    return units


def read_form(document: Document) -> Form:
    """The questions of a document and their answers; a document that is no form yields few or none."""
    units = units_of(document)
    marks = _questions(units)
    found: list[Question] = []
    preface: list[Unit] = []
    for index, unit in enumerate(units):
        mark = marks.get(index)
        if mark is not None:
            question, answer = mark
            found.append(question)
            if answer is not None:
                question.answers.append(answer)
        elif found:
            found[-1].answers.append(unit)
        else:
            preface.append(unit)
    for question in found:
        question.answers = _cleaned(question)
    found = [q for q in found if not _is_form_title(q, found)]
    _one_per_fact(found)
    _infer_thoughts(found)
    template, unmatched = _edition(found)
    return Form(tuple(found), tuple(preface), template, unmatched)


FACTS = ("event_name", "date_attended", "venue", "officials")


def _is_form_title(question: Question, questions: Sequence[Question]) -> bool:
    """Whether what looks like the first question is the title of the form itself."""
    if question is not questions[0] or "?" in question.text or question.unit.row is not None or question.unit.marker:
        return False
    named = re.search(r"\b(?:form|template|report|sheet|note|questionnaire|feedback|return)\b", question.text, re.I)
    return bool(named) and question.unit.block.number <= 2 and len(questions) > 4


def _one_per_fact(questions: Sequence[Question]) -> None:
    """A fact is asked for once: of two questions for the same the one whose words say it best keeps the column."""
    for name in FACTS:
        asked = [q for q in questions if q.column is not None and q.column.name == name]
        best = max(asked, key=lambda q: (bool(q.answers), q.score), default=None)
        for question in asked:
            if question is not best:
                question.column = None


# Where no words ask for a thought, an open question does by its place: after the first of the columns named, before
# the last ones; several such questions in one place go to the one with the longest answer.
_PLACES = (
    ("purpose", ("event_name", "date_attended", "venue", "officials", "expertise", "expertise_other"), ("key_learnings", "one_change")),
    ("key_learnings", ("purpose", "expertise", "expertise_other", "date_attended"), ("one_change", "contacts", "documentation")),
    ("one_change", ("key_learnings", "purpose", "-reflection"), ("contacts", "documentation", "-administration")),
)  # fmt: skip


def _infer_thoughts(questions: Sequence[Question]) -> None:
    """Give the columns of thoughts that no question asks for in known words to open questions in their places."""
    for name, after, before in _PLACES:
        columns = [q.column.name if q.column is not None else "" for q in questions]
        if name in columns or len({"purpose", "key_learnings", "one_change"} & set(columns)) < 1:
            continue
        first = max((i for i, c in enumerate(columns) if c in after), default=-1)
        if name != "purpose":
            first = next((i for i, c in enumerate(columns) if c in after), -1)
        last = next((i for i, c in enumerate(columns) if c in before and i > first), len(columns))
        open_ones = [q for q in questions[first + 1 : last] if q.column is None and _is_prose(q)]
        if open_ones:
            longest = max(open_ones, key=lambda q: len(answer_text(q.answers)))
            longest.column = next(c for c in vocabulary().columns if c.name == name)


def _is_prose(question: Question) -> bool:
    return len(answer_text(question.answers).split()) >= 12


def _questions(units: Sequence[Unit]) -> dict[int, tuple[Question, Unit | None]]:
    """Which units are questions; with the answer that stands on the same line after a colon, if any.

    First those whose words are known; then those that are set as the known ones are: the other cells of a column of
    questions, headings among headings, numbers among numbers, lines that end in a question mark or colon.
    """
    found: dict[int, tuple[Question, Unit | None]] = {}
    for index, unit in enumerate(units):
        question = _as_question(unit, units, index)
        if question is not None:
            found[index] = question
    _drop_section_heads(found, units)
    known = [units[i] for i, (q, _) in found.items() if q.column is not None and not q.column.name.startswith("-")]
    if len(known) < 3:
        return found
    first, tables = min(found), _question_tables(known, units)
    for index in [i for i in found if _answers_beside(units[i], found, units, tables)]:
        del found[index]
    series = _numbered(known, units, first)
    styles = _common_styles(known)
    for index, unit in enumerate(units):
        if index in found or index < first:
            continue
        if (
            index in series
            or _in_question_column(unit, units, index, tables)
            or (_style(unit) in styles and _asks(unit))
        ):
            column, score = column_of(unit.text)
            found[index] = (Question(unit, unit.text, column, score=score), None)
    return found


def _drop_section_heads(found: dict[int, tuple[Question, Unit | None]], units: Sequence[Unit]) -> None:
    """Headings that only gather questions (`Part 2 – What you bring home`) are none themselves."""
    for index in sorted(found):
        unit = units[index]
        heads = unit.block.kind is Kind.HEADING and "?" not in unit.text and not unit.text.endswith(":")
        numbered = _GATHERS.match(unit.text)
        following = units[index + 1] if index + 1 in found else None
        gathers = (
            following is not None and following.block.kind is Kind.HEADING and following.marker and not unit.marker
        )
        if heads and (numbered or gathers):
            del found[index]


def _question_tables(known: Sequence[Unit], units: Sequence[Unit]) -> set[tuple[int, int]]:
    """(table, column) of the columns of cells that hold questions, and nothing but questions."""
    counts: dict[tuple[int, int], int] = {}
    for unit in known:
        if unit.row is not None:
            place = (unit.row[0], unit.column)
            counts[place] = counts.get(place, 0) + 1
    return {place for place, count in counts.items() if count >= 2 and not _has_boxes(place, units)}


def _answers_beside(
    unit: Unit, found: dict[int, tuple[Question, Unit | None]], units: Sequence[Unit], tables: set[tuple[int, int]]
) -> bool:
    """Whether a cell stands right of a column of questions, and so answers one however it is worded."""
    if unit.row is None or unit.column == 0 or (unit.row[0], unit.column) in tables:
        return False
    return any(table == unit.row[0] and column < unit.column for table, column in tables) and unit.column % 2 == 1


def _numbered(known: Sequence[Unit], units: Sequence[Unit], first: int) -> set[int]:
    """Units that carry on the numbers of the known questions: 1) ... 2) ... up to the last, one each."""
    marks = [_mark_style(u.marker) for u in known if _is_number(u.marker)]
    if len(marks) < max(3, 0.4 * len(known)):
        return set()
    style = max(set(marks), key=marks.count)
    series: set[int] = set()
    before = ""
    for index, unit in enumerate(units):
        if _mark_style(unit.marker) != style:
            continue
        if (not before and is_sequence([unit.marker])) or (before and follows(unit.marker, before)):
            series.add(index)
            before = unit.marker
    return {i for i in series if i >= first or unit_asks(units[i])}


def _mark_style(marker: str) -> str:
    """How a number is printed: `1.` and `12.` alike, `a)` and `(a)` not."""
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "1", marker))


def unit_asks(unit: Unit) -> bool:
    """Whether a numbered unit is short enough to be a question."""
    return len(unit.text.split()) <= 60


def _has_boxes(place: tuple[int, int], units: Sequence[Unit]) -> bool:
    cells = [u for u in units if u.row is not None and (u.row[0], u.column) == place]
    return sum(bool(BOX.search(normal_boxes(u.text))) for u in cells) > 0.4 * len(cells)


def _in_question_column(unit: Unit, units: Sequence[Unit], index: int, tables: set[tuple[int, int]]) -> bool:
    """Whether a cell stands in a column of questions and is the first paragraph of its cell."""
    if unit.row is None or (unit.row[0], unit.column) not in tables or not unit.text:
        return False
    before = units[index - 1] if index else None
    begins = before is None or before.row != unit.row or before.column != unit.column
    return begins and not BOX.search(normal_boxes(unit.text))


def _common_styles(known: Sequence[Unit]) -> set[tuple[str, bool, bool]]:
    """The styles in which at least a quarter of the known questions outside tables are set, and at least two."""
    styles = [_style(u) for u in known if u.row is None]
    return {s for s in styles if styles.count(s) >= max(2, 0.25 * len(styles))}


def _style(unit: Unit) -> tuple[str, bool, bool]:
    """How a unit is set; questions of one form are set alike."""
    kind = "cell" if unit.row else "heading" if unit.block.kind in (Kind.HEADING, Kind.TITLE) else "line"
    return kind, unit.block.bold, _is_number(unit.marker)


def _is_number(marker: str) -> bool:
    return bool(re.search(r"[0-9A-Za-z]", marker)) and marker != "o"


def _is_bullet(marker: str) -> bool:
    return bool(marker) and not _is_number(marker)


def _asks(unit: Unit) -> bool:
    """Whether a unit outside tables is set or worded as a question is, in a form whose style of questions it has."""
    text = unit.text.strip()
    if unit.row is not None or BOX.search(normal_boxes(text)) or len(text) > 500 or _is_bullet(unit.marker):
        return False
    if unit.block.kind is Kind.HEADING and not _is_closing(text):
        return True
    if _is_number(unit.marker) and unit.block.bold:
        return True
    asked = "? " in text[:200] and unit.block.bold
    return text.endswith("?") or (text.endswith(":") and len(text.split()) <= 14) or asked


def _as_question(unit: Unit, units: Sequence[Unit], index: int) -> tuple[Question, Unit | None] | None:
    text = unit.text
    if not text or unit.block.kind is Kind.TITLE or text.startswith("(") or BOX.search(normal_boxes(text)):
        return None
    if _is_bullet(unit.marker):
        return None
    label, rest = _label_and_rest(text)
    column, score = column_of(label)
    if column is None or not (_worded_as_question(unit, label, rest, score) or _heads_cell(unit, units, index)):
        return None
    if unit.row is not None and unit.column > 0 and not rest and not _is_label_cell(unit, units, index, score):
        return None
    return Question(unit, label, column, score=score), _rest_unit(unit, rest) if rest else None


def _heads_cell(unit: Unit, units: Sequence[Unit], index: int) -> bool:
    """Whether a short line is the first of a cell and has its answer below it in the same cell."""
    following = units[index + 1] if index + 1 < len(units) else None
    before = units[index - 1] if index else None
    goes_on = following is not None and following.row == unit.row and following.column == unit.column
    begins = before is None or before.row != unit.row or before.column != unit.column
    return unit.row is not None and goes_on and begins and len(unit.text.split()) <= 8 and not unit.text.endswith(".")


def _rest_unit(unit: Unit, rest: str) -> Unit:
    """What stands behind a question on its own line."""
    begin = unit.span.start + unit.block.text[unit.span.start : unit.span.end].index(rest)
    span = Span(block=unit.span.block, start=begin, end=begin + len(rest))
    return Unit(rest, span, unit.block, unit.row, unit.column)


def _is_label_cell(unit: Unit, units: Sequence[Unit], index: int, score: float) -> bool:
    """Whether a cell that is not the first of its row is a label: `Date | 3 May | Venue | Durban`, or a line with
    its answer below it in the same cell."""
    words = len(unit.text.split())
    if _heads_cell(unit, units, index):
        return score >= 1.2 or unit.text.rstrip().endswith((":", "?"))
    return unit.column % 2 == 0 and words <= 8 and (score >= 1.8 or (score >= 1.2 and words <= 3))


def _label_and_rest(text: str) -> tuple[str, str]:
    """A line `label: answer` in two; a question with its mark and nothing behind it stays whole."""
    found = re.match(r"^([^:?]{2,80}[:?])\s+(\S.*)$", text, re.S)
    if not found:
        return text, ""
    label, rest = found.group(1), found.group(2)
    if label.endswith("?") and (rest.rstrip().endswith("?") or _is_more_question(rest)):
        return text, ""
    if label.endswith(":") and rest.rstrip().endswith("?"):
        return text, ""
    if (
        label.endswith("?")
        and len(rest) < 40
        and re.match(r"(?:write|name|specify|give|list|describe|tick)\b", rest, re.I)
    ):
        return text, ""
    return label, rest


def _is_more_question(rest: str) -> bool:
    """Whether what follows a question mark goes on asking or gives a hint."""
    return rest.startswith("(") or bool(
        re.match(
            r"(?:please|if|for example|e\.g|tick|mark|list|in other words|what|which|and|one|max|you may|give|name|describe|write|specify|tell|explain|mention)\b",
            rest,
            re.I,
        )
    )


def _worded_as_question(unit: Unit, label: str, rest: str, score: float) -> bool:
    """Whether a unit that holds a column's words is set or worded as a question, and no answer that holds them too."""
    words, label = len(label.split()), label.rstrip()
    loud = unit.block.bold or unit.block.kind is Kind.HEADING
    if rest:
        return words <= 12 and score >= 1.2
    if label.endswith(".") and "?" not in label and not loud:
        return False
    if label.endswith("?") or "? " in label:
        return score >= 1.0 and words <= 90
    if label.endswith(":"):
        return score >= 1.2 and words <= 14
    if unit.row is not None:
        return score >= 1.2 and words <= 30
    return (score >= 1.2 and words <= 60) if loud else (score >= 1.9 and words <= 8)


def _cleaned(question: Question) -> list[Unit]:
    """The units of an answer without hints, placeholders and closing words."""
    kept: list[Unit] = []
    for unit in question.answers:
        text = squeeze(unit.text)
        if not text or is_placeholder(text) or (not kept and _is_hint(text, question)):
            continue
        if _is_closing(text) and len(text.split()) <= 25:
            break
        if unit.block.kind is Kind.HEADING and unit.row is None and _GATHERS.match(text):
            continue
        kept.append(unit)
    return kept


def is_placeholder(text: str) -> bool:
    """Whether a text is what an empty field shows."""
    bare = fold(text).strip(" .:_[]<>()…-")
    return not bare or bare in vocabulary().placeholders or bool(re.fullmatch(r"[_.…\s-]{3,}", text))


def is_nothing(text: str) -> bool:
    """Whether an answer says that there is none, like `n/a`."""
    return fold(text).strip(" .") in vocabulary().nothing


def _is_hint(text: str, question: Question) -> bool:
    if text.startswith("(") and text.endswith(")"):
        return True
    return (
        bool(
            re.match(
                r"^(?:please |tick |mark |check |write |list |give )(?:tick|mark|list|check|give|describe|indicate|name|all|one|as many|the|it here|here)\b",
                text,
                re.I,
            )
        )
        and len(text) < 160
    )


def _is_closing(text: str) -> bool:
    return bool(
        re.search(
            r"\bthank you\b|\bthank-you\b|\bplease (?:return|send|submit|e-?mail)\b|^end of (?:the )?form|^(?:for office use|declaration|signature)",
            text,
            re.I,
        )
    )


def _key(question: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", fold(question)))


def _edition(questions: Sequence[Question]) -> tuple[str, tuple[str, ...]]:
    """(template edition or empty, questions that no wording is known for)."""
    keys = {_key(q.text) for q in questions}
    unmatched = tuple(q.text for q in questions if q.column is None)
    best, share = "", 0.0
    for name, wordings in editions().items():
        known = sum(_like(w, keys) for w in wordings) / max(len(wordings), 1)
        if known > share:
            best, share = name, known
    return (best if share >= 0.6 else ""), unmatched


def _like(wording: str, keys: set[str]) -> bool:
    return any(wording in key or (len(key) > 12 and key in wording) for key in keys)


def normal_boxes(text: str) -> str:
    """Tick boxes of any make as ☐ and ☒: `[x]`, `( )`, ✓ ..."""
    typed = _TYPED_BOX.sub(lambda m: "☒" if (m.group(1) or m.group(2)) else "☐", text)
    return typed.translate(_TICKED_GLYPHS)


def options(units: Sequence[Unit]) -> tuple[list[tuple[str, bool]], bool]:
    """Options with whether they are ticked, in order; and whether there are boxes at all.

    A box may stand before or behind its option, in the same paragraph, cell or the next one; an `x` alone in a cell
    is a ticked box. What comes first in a row says which.
    """
    boxed = any(BOX.search(normal_boxes(f"{u.marker} {u.text}")) or _is_typed_tick(u.text) for u in units)
    found: list[tuple[str, bool]] = []
    for row in _rows(units):
        found.extend(_paired(_tokens(row)))
    return found, boxed


def _is_typed_tick(text: str) -> bool:
    return text.strip().lower() in {"x", "xx", "✓", "✔", "v", "yes", "☒"}


def _rows(units: Sequence[Unit]) -> list[list[Unit]]:
    rows: list[list[Unit]] = []
    for unit in units:
        if (rows and unit.row is not None and rows[-1][-1].row == unit.row) or (
            rows and unit.row is None and _lone_box(rows[-1]) and rows[-1][-1].row is None
        ):
            rows[-1].append(unit)
        else:
            rows.append([unit])
    return rows


def _lone_box(row: Sequence[Unit]) -> bool:
    return len(row) == 1 and normal_boxes(row[0].text).strip() in {"☐", "☒"}


def _tokens(row: Sequence[Unit]) -> list[tuple[str, bool | None]]:
    """Labels (text, None) and boxes ("", ticked) of a row in order; an empty cell between labels is an empty box."""
    tokens: list[tuple[str, bool | None]] = []
    in_table = row[0].row is not None and len({u.column for u in row}) > 1
    for unit in row:
        text = normal_boxes(f"{unit.marker} {unit.text}" if normal_boxes(unit.marker) in ("☐", "☒") else unit.text)
        if in_table and _is_typed_tick(text) and text.strip() != "☒":
            tokens.append(("", True))
            continue
        if in_table and not text.strip():
            if tokens and tokens[-1][1] is None:
                tokens.append(("", False))
            continue
        for part in re.split(r"([☐☒])", text):
            if part in ("☐", "☒"):
                tokens.append(("", part == "☒"))
            elif part.strip(" ,;|\t"):
                tokens.append((part.strip(" ,;|\t"), None))
    return tokens


def _paired(tokens: list[tuple[str, bool | None]]) -> list[tuple[str, bool]]:
    box_first = bool(tokens) and tokens[0][1] is not None
    pairs: list[tuple[str, bool]] = []
    if box_first:
        ticked: bool | None = None
        for label, box in tokens:
            if box is not None:
                ticked = box
            elif ticked is not None:
                pairs.append((label, ticked))
                ticked = None
            elif pairs:
                pairs[-1] = (f"{pairs[-1][0]} {label}", pairs[-1][1])
        return pairs
    held: list[str] = []
    for label, box in tokens:
        if box is None:
            held.append(label)
        elif held:
            pairs.append((" ".join(held), box))
            held = []
    return pairs + [(" ".join(held), False)] * bool(held)


# What heads the columns of a grid of people and is no answer itself.
_HEADER = re.compile(
    r"(?:no\.?|#|(?:full )?names?|surname|first name|positions?|titles?|designations?|roles?|functions?|offices?|organi[sz]ations?|institutions?|departments?|"
    r"units?|cit(?:y|ies)|countr(?:y|ies)|e-?mails?|phone|telephone|contacts?|remarks|post|job title|municipality|affiliation)(?: (?:and|/|&) \w+)?"
)


def answer_text(units: Sequence[Unit]) -> str:
    """An answer word for word: paragraphs on lines; a grid joined with `, ` within a row and a line between rows."""
    lines: list[str] = []
    for row in _rows_of_cells(units):
        if len(row) > 1 and all(_HEADER.fullmatch(fold(u.text)) for u in row if u.text):
            continue
        lines.append(", ".join(squeeze(u.text) for u in row if u.text) if len(row) > 1 else squeeze(row[0].text))
    return "\n".join(line for line in lines if line)


def _rows_of_cells(units: Sequence[Unit]) -> list[list[Unit]]:
    rows: list[list[Unit]] = []
    for unit in units:
        last = rows[-1][-1] if rows else None
        if last is not None and unit.row is not None and unit.row == last.row and unit.column != last.column:
            rows[-1].append(unit)
        else:
            rows.append([unit])
    return rows


def to_answer(question: Question) -> Answer:
    """A question as published."""
    name = question.column.name if question.column is not None else ""
    ticked: tuple[str, ...] = ()
    text = answer_text(question.answers)
    if name == "expertise":
        found, boxed = options(question.answers)
        ticked = (
            tuple(label for label, is_ticked in found if is_ticked and not is_other(label)) if boxed else _plain(text)
        )
        text = "\n".join(ticked)
    return Answer(
        question=squeeze(f"{question.unit.marker} {question.text}"),
        answer=text,
        column="" if name.startswith("-") else name,
        options=ticked,
        spans=tuple(u.span for u in question.answers),
    )


def _plain(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in re.split(r"[\n;]", text) if line.strip())


def is_other(label: str) -> bool:
    """Whether an option is the one for everything else."""
    return bool(re.match(r"others?\b", label, re.I))


def other_expertise(question: Question) -> str:
    """What was written behind the ticked option `Other`."""
    found, _ = options(question.answers)
    for label, ticked in found:
        rest = re.sub(
            r"^others?\b[\s,(:.–-]*(?:please |pls )?(?:specify|state|name it)?[\s):.–-]*", "", label, flags=re.I
        )
        if is_other(label) and rest and not is_placeholder(rest) and ticked:
            return rest
    for unit in question.answers:
        named = re.match(r"^others?\b[^:]{0,30}:\s*(\S.*)$", unit.text, re.I)
        if named and not BOX.search(normal_boxes(unit.text)) and not is_placeholder(named.group(1)):
            return named.group(1).strip()
    return ""
