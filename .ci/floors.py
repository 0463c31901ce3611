"""Compare scores with the floors: `floors.py SCORE.json`. Exits 1 and names each figure that fell."""

import json
import sys
from pathlib import Path


def fallen(scores: dict, floors: dict) -> list[str]:
    """A sentence for each figure below its floor. Both hold `mean` and, under `files`, figures by file name."""
    found = []
    for figure, floor in floors["mean"].items():
        if scores["mean"][figure] < floor:
            found.append(f"mean {figure} is {scores['mean'][figure]:.3f}, its floor {floor}")
    for name, figures in floors["files"].items():
        rows = [row for key, row in scores["files"].items() if key.startswith(f"{name} (")]
        for figure, floor in figures.items():
            worst = min((row[figure] for row in rows), default=0.0)
            if worst < floor:
                found.append(f"{name} {figure} is {worst:.3f}, its floor {floor}")
    return found


if __name__ == "__main__":
    problems = fallen(
        json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")),
        json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8")),
    )
    print("\n".join(problems) or "All figures stand at or above their floors.")
    sys.exit(bool(problems))
