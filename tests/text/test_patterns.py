"""No pattern of the package takes long on a line that a stranger may send."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import pipeline

LONG = 10_000  # characters: the longest line that reaches a pattern
SHORT = 500  # characters that are tried first: what takes next to nothing on them is not tried on a long line
ALLOWED = 0.1  # seconds of processor time on a long line
BUSY = 2.0  # how much longer a machine that runs other things may take
NOTHING = ALLOWED / (LONG / SHORT) ** 2  # seconds on a short line that stay allowed though the time grow quadratically
WAYS = ("match", "search", "fullmatch", "findall", "finditer", "split", "sub")

# Patterns that are given less than a line, and how many characters by whom.
BOUNDED = {
    "pipeline.structure.contacts._OWNER": 160,  # NEAREST, of the words in front of an address
    "pipeline.structure.organisers._CAPITALISED": 500,  # LONGEST, of the words in front of "organised"
}

# Names of tables that hold patterns as words.
TABLES = {
    "pipeline.structure.logframe": ("_COLUMN",),
    "pipeline.structure.people": ("_COLUMNS", "_PARTS"),
}

HOSTILE = {
    "one letter": "a",
    "capitals": "A",
    "blanks": " ",
    "lines": "\n",
    "digits": "1",
    "dots": ".",
    "dashes": "-",
    "words": "ab ",
    "capital words": "Ab ",
    "names with commas": "Ab Cd, ",
    "initials": "A. ",
    "and": "Ab and ",
    "colons": "a:",
    "colons and blanks": "a: ",
    "opening brackets": "(",
    "bracketed words": "(Ab) ",
    "square brackets": "[",
    "quotes": "“",
    "underscores": "_",
    "addresses": "a@b.",
    "numbers": "1. ",
    "direction marks": "\u202e",
    "controls": "\x01",
    "accents": "e\u0301",
    "tags": "<a ",
    "dates": "1 May 2013 - ",
    "boxes": "☐ ",
    "bars": "| ",
}


def _within(value: Any, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, tuple | list | set | frozenset | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _within(one, depth - 1)


@cache
def _source(module: str) -> str:
    file = importlib.import_module(module).__file__
    return Path(file or "").read_text(encoding="utf-8")


@cache
def _package() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in Path(pipeline.__file__).parent.rglob("*.py"))


def _ways(module: str, name: str) -> frozenset[str]:
    """How a pattern is used, `_DATE.match(...)`: a private one by its module, a public one by the package. One that is
    handed on or stands among others is tried by `match` and `search`."""
    text = _source(module) if name.startswith("_") else _package()
    used = re.findall(rf"(?<!\w){re.escape(name)}\.({'|'.join(WAYS)})\b", text)
    return frozenset(used or ("match", "search"))


@cache
def found() -> dict[str, list[tuple[str, re.Pattern[str], frozenset[str]]]]:
    """For each part of the package its patterns, also those in tuples, lists and dictionaries, and how they are used."""
    seen: set[tuple[str, int]] = set()
    parts: dict[str, list[tuple[str, re.Pattern[str], frozenset[str]]]] = defaultdict(list)
    for info in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if info.name == "pipeline.__main__":
            continue
        for name, value in sorted(vars(importlib.import_module(info.name)).items()):
            for pattern in _within(value, 3):
                if (pattern.pattern, pattern.flags) not in seen:
                    seen.add((pattern.pattern, pattern.flags))
                    used = _ways(info.name, name)
                    parts[info.name.split(".")[1]].append((f"{info.name}.{name}", pattern, used))
        room = parts[info.name.split(".")[1]]
        room += [(place, pattern, frozenset({way})) for place, pattern, way in _inline(info.name)]
        room += [(place, pattern, frozenset({"search"})) for place, pattern in _tables(info.name)]
    return {room: patterns for room, patterns in parts.items() if patterns}


_FLAGS = re.compile(r"re\.[A-Z]+(?: \| re\.[A-Z]+)*")
FUNCTIONS = {**{way: way for way in WAYS}, "subn": "sub"}


def _inline(module: str) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Patterns that stand in a call itself, like `re.search(r"...", text)`; where it is, the pattern, and the way."""
    for node in ast.walk(ast.parse(_source(module))):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{name}" for name in FUNCTIONS}):
            continue
        try:
            pattern = ast.literal_eval(node.args[0])
        except ValueError:
            continue  # put together while it runs: of pieces that `_tables` knows
        if isinstance(pattern, str):
            way = FUNCTIONS[ast.unparse(node.func).removeprefix("re.")]
            yield f"{module}:{node.lineno}", re.compile(pattern, _flags(node)), way


def _flags(node: ast.Call) -> int:
    """The flags of a call, such as `re.I | re.M`."""
    given = [ast.unparse(one) for one in (*node.args, *(keyword.value for keyword in node.keywords))]
    names = [name for one in given if _FLAGS.fullmatch(one) for name in re.findall(r"[A-Z]+", one)]
    return sum(int(getattr(re, name)) for name in names)


def _tables(module: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns that a module keeps as words in a table, and compiles while it runs."""
    for name in TABLES.get(module, ()):
        for value in _strings(getattr(importlib.import_module(module), name)):
            yield f"{module}.{name}", re.compile(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _use(pattern: re.Pattern[str], way: str, text: str) -> None:
    if way == "sub":
        pattern.sub("", text)
    elif way == "finditer":
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, way)(text)


def seconds(work: Callable[[], object]) -> float:
    """Processor time, the least of up to three: another process may have taken the machine's cache."""
    least = float("inf")
    for _ in range(3):
        begun = time.process_time()
        work()
        least = min(least, time.process_time() - begun)
        if least <= ALLOWED or least > 1:
            break
    return least


def line(piece: str, length: int) -> str:
    """A piece again and again, ending in what no pattern looks for, so that it fails at the end."""
    return piece * (length // len(piece)) + "\x00"


def too_slow(pattern: re.Pattern[str], way: str, piece: str, longest: int = LONG) -> bool:
    """Whether a way of using a pattern takes longer than allowed on a long line: tried on ever longer ones, so that
    a very bad pattern is found out before it takes minutes."""
    length = min(SHORT, longest)
    while True:
        text = line(piece, length)
        took = seconds(lambda: _use(pattern, way, text))  # noqa: B023 called at once
        if length == SHORT and took < NOTHING:
            return False
        if took > ALLOWED * BUSY or length >= longest:
            return took > ALLOWED * BUSY
        length = min(length * 2, longest)


def test_patterns_are_found_in_every_room_that_reads_text() -> None:
    assert {"intake", "extract", "structure", "tag", "text", "link", "redact"} <= set(found())
    assert sum(map(len, found().values())) > 450


def test_patterns_that_stand_in_a_call_are_found_with_the_way_they_are_used() -> None:
    inline = {(way, pattern.pattern) for room in found().values() for place, pattern, ways in room if ":" in place for way in ways}  # fmt: skip
    assert ("findall", r"\w+(?:['-]\w+)*") in inline
    assert len(inline) > 100


@pytest.mark.parametrize("bad", [r"a*a*b", r"a+$"])
def test_a_bad_pattern_is_seen(bad: str) -> None:
    assert too_slow(re.compile(bad), "search", "a")


@pytest.mark.parametrize("room", sorted(found()))
def test_no_line_makes_a_pattern_of_a_room_slow(room: str) -> None:
    slow = [
        f"{name} {way} {kind}"
        for name, pattern, ways in found()[room]
        for way in sorted(ways)
        for kind, piece in HOSTILE.items()
        if too_slow(pattern, way, piece, BOUNDED.get(name, LONG))
    ]
    assert slow == []
