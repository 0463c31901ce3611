"""What of the workbook people may correct, and how a change is told from what was found."""

from __future__ import annotations

import hashlib

STATEMENT, KIND, THEMES, REVIEW = "Statement", "Kind", "Themes", "Review"  # columns that people may change
INSIGHT_ID, KIND_CODE, THEME_IDS, REVIEW_CODE, MARK = "Insight id", "Kind code", "Theme ids", "Review code", "Mark"
DECISIONS = ("accepted", "rejected")  # offered in the column Review; what was changed is `corrected` by itself


def mark(text: str) -> str:
    """8 hexadecimal digits of the words of a cell: line ends and blanks around them do not count, since programs
    change them when they save.

    >>> mark("two\\r\\nlines ") == mark("two\\nlines")
    True
    """
    return hashlib.sha256(" ".join(text.replace("_x000D_", "").split()).encode("utf-8")).hexdigest()[:8]
