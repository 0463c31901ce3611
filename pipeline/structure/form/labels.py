"""Questions and answers on one line: where the label ends."""

from __future__ import annotations

import re

from pipeline.structure.form.ticks import BOX, normal_boxes

MOST_LABEL = 12  # words of a label on the line of its answer


def label_with_boxes(text: str) -> tuple[str, str]:
    """A question whose options stand behind it on its line, in two; any other whole."""
    label, rest = label_and_rest(text)
    return (label, rest) if BOX.search(normal_boxes(rest)) else (text, "")


_NAMED = r"(?:full )?(?:names?|positions?|designations?|titles?|functions?|offices?|departments?|e-?mails?)"
_ASKS_FOR_NAMES = re.compile(rf"{_NAMED}(?:(?:,| and|, and| /|/| &|;) ?{_NAMED}){{1,3}}", re.I)


_LEADERS = re.compile(r"([^\W_][^.…_]{1,60}?)\s*(?:\.{3,}|…+|(?:\. ){3,}|_{3,}(?=\s))[\s.…]*(?=[^\s._…])(.*)", re.S)
_STATES = re.compile(r"(?:I|We|It|They|He|She|There)\b(?:\s\S+){3,}:")


def label_and_rest(text: str) -> tuple[str, str]:
    """A line `label: answer` or `label ....... answer` in two; a question with its mark and nothing behind it stays
    whole."""
    led = _LEADERS.fullmatch(text)
    if led and len(led[1].split()) <= MOST_LABEL:
        return led[1], led[2]
    found = re.match(r"^([^:?]{2,80}(?:\?:|[:?]))\s+(\S.*)$", text, re.S)
    if not found or _STATES.match(text):
        return text, ""
    label, rest = found.group(1), found.group(2)
    if label.endswith("?") and (rest.rstrip().endswith("?") or _is_more_question(rest)):
        return text, ""
    if label.endswith(":") and (rest.rstrip().endswith("?") or _ASKS_FOR_NAMES.fullmatch(rest.strip(" .:()"))):
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
