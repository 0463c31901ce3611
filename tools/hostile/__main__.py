"""Write them all into a folder: `python tools/hostile FOLDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from hostile import files

if __name__ == "__main__":
    folder = os.path.abspath(sys.argv[1])
    os.makedirs(folder, exist_ok=True)
    for made in files():
        with open(os.path.join(os.fsencode(folder), made.name.encode("utf-8", "surrogateescape")), "wb") as file:
            file.write(made.content)
