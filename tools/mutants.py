"""Seeded mutants of good documents: bytes flipped, cut, swapped, repeated. The same seed makes the same bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping


def mutants(samples: Mapping[str, bytes], count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of `count` mutants, each of a sample in turn, with one to four faults."""
    chance = random.Random(seed)
    names = sorted(name for name, content in samples.items() if content)
    for number in range(count):
        name = names[number % len(names)]
        content = samples[name]
        for _ in range(chance.randint(1, 4)):
            content = chance.choice(_FAULTS)(content, chance)
        yield f"{number:05}-{name}", content


def _span(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.randint(1, 512))


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 16) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    start, end = _span(content, chance)
    return content[:start] if chance.random() < 0.25 else content[:start] + content[end:]


def _swap(content: bytes, chance: random.Random) -> bytes:
    start, end = _span(content, chance)
    return content[end : 2 * end - start] + content[:start] + content[start:end] + content[2 * end - start :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = _span(content, chance)
    return content[:end] + content[start:end] * chance.randint(1, 20) + content[end:]


_FAULTS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _swap, _repeat)
