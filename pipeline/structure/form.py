"""Learning forms: questions found in any edition, order and layout, and their answers word for word."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from pipeline.model import Answer, Block, Document, Kind, Span
from pipeline.text.clean import fold, squeeze

ENOUGH = 1.0  # sum of phrase weights from which a question is taken to ask for a column
BOX = re.compile(r"[☐☒]")
_TYPED_BOX = re.compile(r"\[\s{0,3}([xX✓✔]?)\s{0,3}\]|\(\s{0,3}([xX✓✔]?)\s{0,3}\)(?=\s|$)")
_TICKED_GLYPHS = str.maketrans(
    {"☑": "☒", "🗹": "☒", "🗷": "☒", "✓": "☒", "✔": "☒", "✗": "☒", "✘": "☒", "□": "☐", "❏": "☐", "❑": "☐"}
)


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

    @property
    def loud(self) -> bool:
        """Whether it is set apart as questions are."""
        return self.block.kind in (Kind.HEADING, Kind.TITLE) or self.block.bold or bool(self.marker)


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


def _phrases(weighted: dict[str, object]) -> tuple[tuple[float, re.Pattern[str]], ...]:
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
    text = fold(question)[:600]
    head = re.split(r"[?.:]\s", text, maxsplit=1)[0]
    best: tuple[Column | None, float] = (None, 0.0)
    for column in vocabulary().columns:
        if len(text.split()) > column.longest:
            continue
        score = sum(_worth(weight, pattern, text, head) for weight, pattern in column.phrases)
        if score > best[1]:
            best = column, score
    return best if best[1] >= ENOUGH else (None, best[1])


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
    return found


def _line_units(block: Block) -> list[Unit]:
    units, position = [], 0
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
                span = Span(block=block.number, start=position, end=position + len(part))
                units.append(Unit(part.strip(), span, block, (block.number, cell.row), cell.column))
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
    template, unmatched = _edition(found)
    return Form(tuple(found), tuple(preface), template, unmatched)


def _questions(units: Sequence[Unit]) -> dict[int, tuple[Question, Unit | None]]:
    """Which units are questions; with the answer that stands on the same line after a colon, if any."""
    found: dict[int, tuple[Question, Unit | None]] = {}
    for index, unit in enumerate(units):
        question = _as_question(unit, units, index)
        if question is not None:
            found[index] = question
    styles = {_style(units[i]) for i, (q, _) in found.items() if q.column is not None and q.column.name[0] != "-"}
    for index, unit in enumerate(units):
        if index not in found and _style(unit) in styles and _asks(unit) and _answer_side(unit) == "left":
            found[index] = (Question(unit, unit.text, None), None)
    return found


def _style(unit: Unit) -> tuple[str, bool, bool, int]:
    """How a unit is set; questions of one form are set alike."""
    kind = "cell" if unit.row else "heading" if unit.block.kind in (Kind.HEADING, Kind.TITLE) else "line"
    return kind, unit.block.bold, _style_marker(unit.marker), unit.column if unit.row else 0


def _style_marker(marker: str) -> bool:
    return bool(re.search(r"[0-9A-Za-z]", marker))


def _asks(unit: Unit) -> bool:
    """Whether a unit is worded as a question or request."""
    text = unit.text.strip()
    if BOX.search(text) or len(text) > 500:
        return False
    return (
        text.endswith(("?", ":"))
        or "? " in text
        or bool(
            unit.loud
            and re.match(
                r"(?:please|what|which|who|how|when|where|why|describe|list|name|give|indicate|do|did|would|will|have|is|are|was|were)\b",
                text,
                re.I,
            )
        )
    )


def _answer_side(unit: Unit) -> str:
    return "left" if unit.row is None or unit.column == 0 else "right"


def _as_question(unit: Unit, units: Sequence[Unit], index: int) -> tuple[Question, Unit | None] | None:
    text = unit.text
    if not text or unit.block.kind is Kind.TITLE or text.startswith("(") or BOX.search(normal_boxes(text)):
        return None
    if unit.row is not None and unit.column > 0 and not _is_label_cell(unit, units, index):
        return None
    label, rest = _label_and_rest(text)
    column, score = column_of(label)
    if column is None:
        return None
    if not _worded_as_question(unit, label, rest, score):
        return None
    answer = None
    if rest:
        begin = unit.span.start + unit.block.text[unit.span.start : unit.span.end].index(rest)
        answer = Unit(
            rest, Span(block=unit.span.block, start=begin, end=begin + len(rest)), unit.block, unit.row, unit.column
        )
    return Question(unit, label, column, score=score), answer


def _is_label_cell(unit: Unit, units: Sequence[Unit], index: int) -> bool:
    """Whether a cell that is not the first of its row is a label too: `Date | 3 May | Venue | Durban`."""
    label = unit.text.rstrip()
    if not (label.endswith(":") or unit.block.bold) and len(label.split()) > 4:
        return False
    _, score = column_of(label)
    return unit.column % 2 == 0 and score >= 1.8 and len(label.split()) <= 6


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
    return label, rest


def _is_more_question(rest: str) -> bool:
    """Whether what follows a question mark goes on asking or gives a hint."""
    return rest.startswith("(") or bool(
        re.match(
            r"(?:please|if|for example|e\.g|tick|mark|list|in other words|what|which|and|one|max|you may)\b", rest, re.I
        )
    )


def _worded_as_question(unit: Unit, label: str, rest: str, score: float) -> bool:
    """Whether a unit that holds a column's words is set or worded as a question, and no answer that holds them too."""
    words = len(label.split())
    if rest:
        return words <= 9 and score >= 1.2
    if label.rstrip().endswith(("?", ":")):
        return score >= 1.0 and words <= 80
    if unit.row is not None and unit.column == 0:
        return score >= 1.2 and words <= 40
    if unit.loud:
        return score >= 1.2 and words <= 60
    return score >= 2.0 and words <= 7 and not label.rstrip().endswith(".")


def _cleaned(question: Question) -> list[Unit]:
    """The units of an answer without hints, placeholders and closing words."""
    kept = []
    for unit in question.answers:
        text = squeeze(unit.text)
        if not text or is_placeholder(text) or (not kept and _is_hint(text, question)):
            continue
        if unit.block.kind in (Kind.HEADING, Kind.TITLE) and unit.row is None and (_is_closing(text) or not kept):
            if _is_closing(text):
                break
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
                r"^(?:please |tick |mark |check )(?:tick|mark|list|check|give|describe|indicate|name|all|one|as many|the)\b",
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
    boxed = any(BOX.search(normal_boxes(u.text)) or _is_typed_tick(u.text) for u in units)
    found: list[tuple[str, bool]] = []
    for row in _rows(units):
        found.extend(_paired(_tokens(row)))
    return found, boxed


def _is_typed_tick(text: str) -> bool:
    return text.strip().lower() in {"x", "xx", "✓", "✔", "v", "yes", "☒"}


def _rows(units: Sequence[Unit]) -> list[list[Unit]]:
    rows: list[list[Unit]] = []
    for unit in units:
        if rows and unit.row is not None and rows[-1][-1].row == unit.row:
            rows[-1].append(unit)
        elif rows and unit.row is None and _lone_box(rows[-1]) and rows[-1][-1].row is None:
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
        text = normal_boxes(unit.text)
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


def answer_text(units: Sequence[Unit]) -> str:
    """An answer word for word: paragraphs on lines; a grid joined with `, ` within a row and a line between rows."""
    lines: list[str] = []
    for row in _rows_of_cells(units):
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


PlaceTest = Callable[[str], bool]
