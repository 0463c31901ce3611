"""Ids as functions of content: the same facts give the same id, whatever the order, the clock or the machine."""

from __future__ import annotations

import hashlib
import json


def made(prefix: str, *parts: object) -> str:
    """`p-` and 16 hexadecimal digits of the SHA-256 over the parts.

    >>> made("p", "martin zondi")
    'p-f4196e4f8048a13d'
    """
    content = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return f"{prefix}-{hashlib.sha256(content.encode('ascii')).hexdigest()[:16]}"
