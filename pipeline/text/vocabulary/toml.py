"""A vocabulary as TOML: the form in which the packaged one is kept, with remarks."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.text.vocabulary.terms import LISTS, Rule, Terms, Theme, VocabularyError

TEXTS = ("label", "definition", "broader")
WIDTH = 116  # characters of a line of phrases


def parse(content: bytes) -> Terms:
    """The vocabulary in a TOML text; unknown and missing keys are refused, so that a misspelt list is seen."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(f"it is no TOML: {error}") from error
    for table in ("groups", "themes"):
        if not isinstance(data.get(table), dict):
            raise VocabularyError(f"it has no table [{table}]")
    return Terms(
        groups={str(key): str(label) for key, label in data["groups"].items()},
        themes=tuple(_theme(key, entry) for key, entry in data["themes"].items()),
        names=_texts("names", "unless", data.get("names", {}).get("unless", [])),
        rule=_rule(data["rule"]) if "rule" in data else None,
    )


def _theme(key: str, entry: Mapping[str, Any]) -> Theme:
    wrong = sorted(set(entry) - {*LISTS, *TEXTS})
    if wrong:
        raise VocabularyError(f"theme {key} has unknown keys: {', '.join(wrong)}")
    missing = [name for name in (*TEXTS, *LISTS) if name not in entry]
    if missing:
        raise VocabularyError(f"theme {key} lacks {', '.join(missing)}")
    lists = {name: _texts(f"theme {key}", name, entry[name]) for name in LISTS}
    label, definition, broader = (str(entry[name]) for name in TEXTS)
    return Theme(id=key, label=label, definition=definition, broader=broader, **lists)


def _texts(where: str, name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise VocabularyError(f"{where}: `{name}` must be a list of texts")
    return tuple(value)


def _rule(entry: Mapping[str, Any]) -> Rule:
    try:
        weights = {name: float(value) for name, value in entry["weights"].items()}
        return Rule(float(entry["threshold"]), float(entry["fallback"]), float(entry["bias"]), weights)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise VocabularyError(f"[rule] needs threshold, fallback, bias and weights, all numbers ({error})") from error


def write(terms: Terms) -> bytes:
    """The TOML text of a vocabulary."""
    return ("\n".join(_lines(terms)) + "\n").encode()


def _lines(terms: Terms) -> Iterator[str]:
    if terms.rule is not None:
        rule = terms.rule
        yield "[rule]"
        yield from (f"{name} = {getattr(rule, name)!r}" for name in ("threshold", "fallback", "bias"))
        yield "\n[rule.weights]"
        yield from (f"{_key(name)} = {value!r}" for name, value in rule.weights.items())
        yield ""
    yield "[groups]"
    yield from (f"{_key(name)} = {_text(label)}" for name, label in terms.groups.items())
    yield "\n[names]"
    yield f"unless = {_list(terms.names)}"
    for theme in terms.themes:
        yield f"\n[themes.{_key(theme.id)}]"
        yield from (f"{name} = {_text(getattr(theme, name))}" for name in TEXTS)
        yield from (f"{name} = {_list(getattr(theme, name))}" for name in LISTS)


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else _text(name)


def _text(value: str) -> str:
    """A TOML string: what JSON escapes, TOML does, too, and besides the character 127."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: Iterable[str]) -> str:
    """A list on one line, or wrapped where it is long."""
    texts = [_text(value) for value in values]
    line = f"[{', '.join(texts)}]"
    if len(line) <= WIDTH:
        return line
    lines, row = [], ""
    for text in texts:
        if row and len(row) + len(text) + 2 > WIDTH:
            lines.append(row)
            row = ""
        row += f"{' ' if row else '    '}{text},"
    return "\n".join(["[", *lines, row, "]"])
