"""Plain text: encodings, hard wraps, bullets, numbers, headings, tables, tick boxes; light Markdown as it comes."""

from __future__ import annotations

from pipeline.extract.plain.read import read_plain

__all__ = ["read_plain"]
