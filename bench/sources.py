"""The texts of the samples, read by the samples' own reader."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "samples" / "build"))

import source as src

__all__ = ["src"]
