"""Whether the tree of pages runs in a circle. pdfium breaks off somewhere in one and says nothing of it."""

from __future__ import annotations

import re

LOOPED = "The tree of pages runs in a circle: pages may be missed, or read more than once."
MOST_NODES = 20_000
_HEAD = 5_000  # bytes of a node in front of its list of kids
_NUMBER = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+obj\b")
_REFERENCE = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R\b")


def runs_in_a_circle(content: bytes) -> bool:
    """Whether some node of the tree lies below itself, as far as nodes stand in the file unpacked."""
    nodes = _nodes(content)
    done: set[int] = set()
    for start in nodes:
        above: dict[int, list[int]] = {}  # the nodes on the way from the start, each with its kids yet to be visited
        if start not in done:
            above[start] = [*nodes[start]]
        while above:
            number, kids = next(reversed(above.items()))
            if not kids:
                del above[number]
                done.add(number)
                continue
            kid = kids.pop()
            if kid in above:
                return True
            if kid in nodes and kid not in done:
                above[kid] = [*nodes[kid]]
    return False


def _nodes(content: bytes) -> dict[int, list[int]]:
    """The numbers of the nodes with those of their kids; of two objects with one number the later counts."""
    nodes: dict[int, list[int]] = {}
    place = content.find(b"/Kids")
    while place >= 0 and len(nodes) < MOST_NODES:
        heads = _NUMBER.findall(content[max(0, place - _HEAD) : place].rpartition(b"endobj")[2])
        begin, end = content.find(b"[", place, place + 20), content.find(b"]", place)
        if heads and 0 <= begin < end:
            nodes[int(heads[-1])] = [int(kid) for kid in _REFERENCE.findall(content[begin:end])]
        place = content.find(b"/Kids", place + 5)
    return nodes
