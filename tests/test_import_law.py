"""Who may import whom, what the command costs before it works, and which excuses the code may make."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import pipeline

ROOT = Path(pipeline.__file__).parent
ROOMS = ("sources", "intake", "extract", "structure", "tag", "link", "load", "evaluate", "redact", "sweep")
LEAVES = ("model", "text", "errors")
# Each part of the package and the parts of it that it may import, besides itself. Who is not named may be imported
# by nobody but those above it, which are listed last.
LAW: dict[str, tuple[str, ...]] = {
    "data": (),
    "model": (),
    "errors": (),
    "text": ("data",),
    "engine": (),
    **dict.fromkeys(ROOMS, (*LEAVES, "data")),
    "lock": ("errors",),
    "log": ("errors",),
    "catalogue": ("model", "errors"),
    "recipe": ("tag",),
    "config": ("errors", "extract", "intake", "link", "load", "redact", "runs", "sources", "tag", "text"),
    "seen": ("errors", "intake", "model"),
    "runs": ("catalogue", "errors", "model", "load", "text"),
    "tell": ("runs", "search", "model", "text"),
    "tending": (*LEAVES, "catalogue", "config", "corrections", "load", "recipe", "runs", "sources", "tag"),
    "pictures": ("model",),
    "corrections": ("model", "errors", "load"),
    "search": ("model", "errors"),
    "serve": ("errors", "search"),
    "show": ("extract", "intake", *LEAVES),
    "verify": ("extract", "intake", "load", *LEAVES),
    "give": (*LEAVES, "load", "redact", "sweep", "tag"),
    "material": ("model", "catalogue", "engine", "load", "pictures"),
    "work": (*LEAVES, "catalogue", "config", "engine", "extract", "recipe", "tag"),
    "arriving": (*LEAVES, "catalogue", "config", "engine", "intake", "runs", "seen", "sources", "work"),
    "flow": (
        *LEAVES,
        "arriving",
        "catalogue",
        "config",
        "corrections",
        "engine",
        "lock",
        "log",
        "material",
        "recipe",
        "runs",
        "work",
        *ROOMS,
    ),
    "cli": (
        *LEAVES,
        "catalogue",
        "config",
        "corrections",
        "evaluate",
        "flow",
        "give",
        "load",
        "recipe",
        "runs",
        "show",
        "sources",
        "search",
        "serve",
        "tell",
        "tending",
        "verify",
        "lock",
        "log",
        "work",
    ),
    "__main__": ("cli",),
}
HEAVY = (
    "spacy",
    "pandas",
    "numpy",
    "pdfplumber",
    "pypdfium2",
    "pyarrow",
    "lxml",
    "trafilatura",
    "docx",
    "rich",
    "py3langid",
)


@cache
def sources() -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.py"))}


def imports(source: str, package: str = "pipeline") -> set[str]:
    """Parts of the package that a module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names: Iterable[str] = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports inside the package are written in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith(f"{package}.")}
    return found - {"__version__"}


def part_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def broken_laws() -> Iterator[str]:
    for path, source in sources().items():
        part = part_of(path)
        allowed = {part, *LAW.get(part, ())}
        yield from (f"{path.relative_to(ROOT)} imports {name}" for name in sorted(imports(source) - allowed))


def test_every_module_imports_only_what_stands_below_it():
    assert list(broken_laws()) == []


def test_every_part_of_the_package_has_a_place_in_the_law():
    parts = {part_of(path) for path in sources()} - {"__init__"}
    assert parts - set(LAW) == set()
    assert set(LAW) - parts == set()


def test_no_law_lets_two_parts_import_each_other():
    def reach(part: str) -> set[str]:
        return set(LAW[part]).union(*(reach(other) for other in LAW[part]))

    assert [part for part in LAW if part in reach(part)] == []


@pytest.mark.parametrize("room", [*ROOMS, "engine", "model", "text"])
def test_a_room_knows_no_other_room(room):
    allowed = {"engine": set(), "model": set()}.get(room, {*LEAVES, "data"}) | {room}
    used = set().union(*(imports(source) for path, source in sources().items() if part_of(path) == room))
    assert used - allowed == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from pipeline.tag import themes", {"tag"}),
        ("from pipeline import link, load", {"link", "load"}),
        ("import pipeline.text.dates", {"text"}),
        ("def f():\n    from pipeline.model import Block", {"model"}),
        ("from pipeline import __version__", set()),
        ("from pipelines import x", set()),
    ],
)
def test_imports_are_seen_wherever_and_however_they_are_written(source, expected):
    assert imports(source) == expected


def modules_after(*arguments: str) -> set[str]:
    """Modules that are loaded when the command has answered."""
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        f"sys.argv = ['learnings', *{list(arguments)!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print('MODULES', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.rpartition("MODULES")[2].split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("ingest", "--help"), ("evaluate", "--help")])
def test_the_command_answers_before_it_loads_anything_heavy(arguments):
    loaded = modules_after(*arguments)
    assert "pipeline.cli" in loaded
    assert loaded & {*HEAVY, "pipeline.flow", "pipeline.extract"} == set()


def broad(source: str) -> int:
    """Handlers that catch everything: bare, `Exception`, `BaseException`, alone or among others."""
    handlers = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler)]
    return sum(h.type is None or bool({"Exception", "BaseException"} & _caught(h.type)) for h in handlers)


def _caught(kind: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(kind) if isinstance(node, ast.Name)}


def test_everything_is_caught_in_two_places_at_most():
    places = {str(path.relative_to(ROOT)): broad(source) for path, source in sources().items() if broad(source)}
    assert sum(places.values()) <= 2, places


@pytest.mark.parametrize(("handler", "count"), [("except:", 1), ("except Exception as e:", 1), ("except (KeyError, Exception):", 1), ("except KeyError:", 0)])  # fmt: skip
def test_broad_handlers_are_counted(handler, count):
    assert broad(f"try:\n    pass\n{handler}\n    pass\n") == count


_EXCUSE = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)\b(?::?\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*|\[[\w, -]*\])?(?P<reason>.*)$"
)


def excuses(source: str) -> list[str]:
    """Lines that silence a tool without a sentence that says why: behind it, or on a comment line right above."""
    lines = source.splitlines()
    found = []
    for above, line in zip(["", *lines], lines, strict=False):
        excuse = _EXCUSE.search(line)
        if excuse and len(excuse["reason"].split()) < 4 and not above.strip().startswith("#"):
            found.append(line.strip())
    return found


def test_every_silenced_warning_says_why():
    assert [f"{path.relative_to(ROOT)}: {line}" for path, source in sources().items() for line in excuses(source)] == []


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("x = 1  # noqa", True),
        ("x = 1  # noqa: E501", True),
        ("x = f(y)  # type: ignore[call-overload]", True),
        ("x = f(y)  # type: ignore[call-overload]  # the stub knows no bytes here", False),
        ("x = 1  # noqa: E501 the pattern reads best on one line", False),
        ("# the stub of lxml knows no bytes here\nx = f(y)  # type: ignore[arg-type]", False),
    ],
)
def test_a_silenced_warning_without_a_sentence_is_found(line, bare):
    assert bool(excuses(line)) is bare


def test_nothing_is_switched_off_in_whole_files_or_left_to_be_done():
    marks = re.compile(r"#\s*(?:mypy:|ruff:\s*noqa|flake8:)|\b(?:TODO|FIXME|XXX)\b")
    assert [f"{p.relative_to(ROOT)}" for p, source in sources().items() if marks.search(source)] == []
