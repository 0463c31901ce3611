"""`python -m pipeline` and the command `learnings`."""

from __future__ import annotations

from pipeline.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
