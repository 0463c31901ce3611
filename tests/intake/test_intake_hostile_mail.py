"""Mails that mean harm end well, quickly and within memory, and what can be read of them is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pipeline.engine import Settings, Success, Task
from pipeline.engine.local import Crew
from pipeline.intake import Limits, pack_task, unpack_task, unpacked
from pipeline.model import Item, Origin, Rejected

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from hostile import mails as hostile_mail
from hostile.making import READ

NAMES = tuple(hostile_mail.mails())
UNREADABLE = set(hostile_mail.UNREADABLE)


@cache
def mails() -> dict[str, bytes]:
    return hostile_mail.mails()


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    settings = Settings(workers=1, deadline_seconds=10, memory_bytes=1 << 30, preload=("pipeline.intake.wire",))
    with Crew(unpack_task, settings) as found:
        yield found


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_that_means_harm_ends_well(crew: Crew, name: str) -> None:
    origin = Origin(source="folder", locator=name, name=name)
    result = crew.call(Task(name, pack_task(mails()[name], origin, Limits())))
    assert isinstance(result, Success), result
    found = unpacked(result.payload)
    texts = [thing.content.decode("utf-8", "replace") for thing in found if isinstance(thing, Item)]
    assert name in UNREADABLE or any(READ in text for text in texts)
    for thing in found:
        for origin in thing.origins if isinstance(thing, Item) else (thing.origin,):
            told = (origin.name, origin.locator, origin.subject, origin.sender, getattr(thing, "message", ""))
            assert all(text.isprintable() for text in told), told
            assert "/" not in origin.name
            assert "\\" not in origin.name
            assert len(origin.name.encode()) <= 200
    assert sum(len(thing.content) for thing in found if isinstance(thing, Item)) <= Limits().unpacked_bytes * 2
    assert any(isinstance(thing, Rejected) for thing in found)
