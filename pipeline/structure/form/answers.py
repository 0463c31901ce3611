"""Answers word for word: without hints, placeholders and closing words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from pipeline.model import Answer, Kind
from pipeline.structure.form.questions import GATHERS, Question, is_closing
from pipeline.structure.form.ticks import BOX, is_grid_of_ticks, normal_boxes, options
from pipeline.structure.form.units import Unit
from pipeline.structure.form.wording import GRID_HEAD, vocabulary
from pipeline.text.clean import fold, squeeze


def cleaned(question: Question) -> list[Unit]:
    """The units of an answer without hints, placeholders and closing words."""
    kept: list[Unit] = []
    ticks = is_grid_of_ticks(question.answers)
    for unit in question.answers:
        text = squeeze(unit.text)
        if not text and ticks and unit.row is not None:
            kept.append(unit)
            continue
        if not text or is_placeholder(text) or (not kept and _is_hint(unit, text)):
            continue
        if is_closing(text) and len(text.split()) <= 25:
            break
        if unit.block.kind is Kind.HEADING and unit.row is None and GATHERS.match(text):
            continue
        kept.append(unit)
    return kept


_TO_FILL_IN = re.compile(
    r"(?:please )?(?:(?:type|write|enter|insert|add|put|fill in) (?:\w+ ){0,3}(?:here|below|text)|(?:insert|enter|type) (?:your|the) \w+)"
)


def is_placeholder(text: str) -> bool:
    """Whether a text is what an empty field shows."""
    bare = fold(text).strip(" .:_[]<>()…-")
    blank = re.fullmatch(r"[_.…\s-]{3,}|x{3,}", text, re.I)
    bracketed = re.fullmatch(r"\[[^\W\d_][^\]]{2,60}\]|<[^\W\d_][^>]{2,60}>", text)
    return not bare or bare in vocabulary().placeholders or bool(blank or bracketed or _TO_FILL_IN.fullmatch(bare))


def is_nothing(text: str) -> bool:
    """Whether an answer says that there is none, like `n/a`."""
    return not {fold(text).strip(), fold(text).strip(" .")}.isdisjoint(vocabulary().nothing)


def _is_hint(unit: Unit, text: str) -> bool:
    if unit.marker:  # an entry of a list is an answer
        return False
    if (text.startswith("(") and text.endswith(")")) or re.match(r"(?:e\.\s?g\.|for example[,:]) ", text, re.I):
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


def answer_text(units: Sequence[Unit]) -> str:
    """An answer word for word: paragraphs on lines; a grid joined with `, ` within a row and a line between rows."""
    lines: list[str] = []
    for row in _rows_of_cells(units):
        if len(row) > 1 and all(GRID_HEAD.fullmatch(fold(u.text)) for u in row if u.text):
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
        spans=tuple(u.span for u in question.answers if u.text),
    )


def _plain(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in re.split(r"[\n;]", text) if line.strip())


_OTHER = r"(?:if |any )?others?\b"


def is_other(label: str) -> bool:
    """Whether an option is the one for everything else."""
    return bool(re.match(_OTHER, label, re.I))


def other_expertise(question: Question) -> str:
    """What was written behind the ticked option `Other`, or behind or below a line for other fields without a box."""
    found, _ = options(question.answers)
    for label, ticked in found:
        rest = re.sub(
            rf"^{_OTHER}[\s,(:.–-]*(?:please |pls )?(?:specify|state|name it)?[\s):.–-]*", "", label, flags=re.I
        )
        if is_other(label) and rest and not is_placeholder(rest) and ticked:
            return rest
    for unit, below in zip_longest(question.answers, question.answers[1:]):
        named = re.match(rf"^{_OTHER}[^:]{{0,30}}:\s*(\S.*)?$", unit.text, re.I)
        if named and not BOX.search(normal_boxes(unit.text)):
            rest = named.group(1) or ("" if below is None or BOX.search(normal_boxes(below.text)) else below.text)
            if rest and not is_placeholder(rest):
                return rest.strip()
    return ""
