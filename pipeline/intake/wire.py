"""`unpack` as a function from bytes to bytes, so that it can run in a supervised process."""

from __future__ import annotations

import msgspec

from pipeline.intake.containers import unpack
from pipeline.intake.limits import Limits
from pipeline.model import Item, Origin, Rejected, Rules
from pipeline.model.rules import ANY


class _Task(msgspec.Struct, frozen=True, kw_only=True):
    content: bytes
    origin: Origin
    limits: Limits
    rules: Rules


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    item: Item | None = None
    rejected: Rejected | None = None


def pack_task(content: bytes, origin: Origin, limits: Limits, rules: Rules = ANY) -> bytes:
    """The arguments of `unpack` as bytes."""
    return msgspec.msgpack.encode(_Task(content=content, origin=origin, limits=limits, rules=rules))


def unpack_task(payload: bytes) -> bytes:
    """`unpack` on such bytes."""
    task = msgspec.msgpack.decode(payload, type=_Task)
    found = unpack(task.content, task.origin, task.limits, task.rules)
    return msgspec.msgpack.encode(
        [_Found(item=entry) if isinstance(entry, Item) else _Found(rejected=entry) for entry in found]
    )


def unpacked(payload: bytes) -> list[Item | Rejected]:
    """What `unpack_task` found, from its bytes."""
    found = msgspec.msgpack.decode(payload, type=list[_Found])
    return [entry.item or entry.rejected for entry in found if entry.item or entry.rejected]  # type: ignore[misc]  # never both None
