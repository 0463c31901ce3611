"""Build `pipeline/load/page/world.svgpath`, the outline of the land behind the explorer's map.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/build_world.py package/land-110m.json

The outline is Natural Earth's land at 1:110 million (public domain), by way of the npm package `world-atlas` (ISC).
It is projected here with Equal Earth (Šavrič, Patterson, Jenny 2018, doi 10.1080/13658816.2018.1504949), in which areas
keep their sizes; `pipeline/load/page/map.js` projects the cities with the same formula. Antarctica, where no city is,
and islands of a few dots are left out.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

TARGET = Path(__file__).parents[1] / "pipeline" / "load" / "page" / "world.svgpath"
WIDTH = 1000.0  # of the drawing, for the whole equator
SMALLEST = 1.0  # square units: what covers less is left out
SOUTH = -60.0  # degrees: below lies Antarctica
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """A place in units of the drawing, whose middle is 0, 0; y grows to the south."""
    t = math.asin(M * math.sin(math.radians(latitude)))
    x = math.radians(longitude) * math.cos(t) / (M * (A1 + 3 * A2 * t**2 + t**6 * (7 * A3 + 9 * A4 * t**2)))
    y = t * (A1 + A2 * t**2 + t**6 * (A3 + A4 * t**2))
    scale = WIDTH / (2 * math.pi / (M * A1))
    return x * scale, -y * scale


def rings(world: dict) -> Iterator[list[tuple[float, float]]]:
    """The outer lines of all land, in degrees. TopoJSON holds arcs as steps from point to point, in whole numbers."""
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    for geometry in world["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                line: list[tuple[float, float]] = []
                for number in ring:
                    points = arcs[number] if number >= 0 else arcs[~number][::-1]
                    line += points[1:] if line else points
                yield line


def cut(line: list[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
    """A line that goes on over the 180th meridian, in pieces that each lie on one side of it."""
    whole = [line[0]]
    for longitude, latitude in line[1:]:
        turns = round((whole[-1][0] - longitude) / 360)
        whole.append((longitude + 360 * turns, latitude))
    for turn in (-360, 0, 360):
        moved = [(longitude + turn, latitude) for longitude, latitude in whole]
        piece = kept(kept(moved, 180, 1), -180, -1)
        if len(piece) > 2:
            yield piece


def kept(line: list[tuple[float, float]], edge: float, side: int) -> list[tuple[float, float]]:
    """What of a closed line lies west (side 1) or east (side -1) of a meridian."""
    out: list[tuple[float, float]] = []
    for (ax, ay), (bx, by) in zip(line, line[1:] + line[:1], strict=True):
        inside = side * ax <= side * edge
        if inside:
            out.append((ax, ay))
        if inside != (side * bx <= side * edge):
            out.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
    return out


def area(line: list[tuple[float, float]]) -> float:
    """What a line encloses."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(line, line[1:] + line[:1], strict=True))) / 2


def path(line: list[tuple[float, float]]) -> str:
    """A line as an SVG path with steps of a tenth of a unit, points that do not move left out."""
    whole = [(round(x * 10), round(y * 10)) for x, y in line]
    steps = [f"M{whole[0][0] / 10:g} {whole[0][1] / 10:g}l"]
    for (ax, ay), (bx, by) in pairwise(whole):
        if (ax, ay) != (bx, by):
            steps.append(f"{(bx - ax) / 10:g} {(by - ay) / 10:g}")
    return re.sub(r"(?<![\d.])0\.", ".", f"{steps[0]}{' '.join(steps[1:])}z".replace(" -", "-"))


def main() -> None:
    """Read the file named, write the outline."""
    world = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = [ring for ring in rings(world) if max(latitude for _, latitude in ring) > SOUTH]
    drawn = [[projected(*point) for point in piece] for ring in lines for piece in cut(ring)]
    drawn = [line for line in drawn if area(line) >= SMALLEST]
    TARGET.write_text("".join(map(path, drawn)) + "\n", encoding="ascii")
    print(len(drawn), "outlines,", TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
