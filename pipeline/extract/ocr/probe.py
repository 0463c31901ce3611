"""Whether text can be read off pictures here: the extra `ocr`, found without importing it."""

from __future__ import annotations

from importlib import metadata

PACKAGES = ("rapidocr", "onnxruntime")


def version() -> str:
    """The packages of the extra with their versions, like `rapidocr 3.10.0, onnxruntime 1.32.0`; empty without them."""
    try:
        return ", ".join(f"{package} {metadata.version(package)}" for package in PACKAGES)
    except metadata.PackageNotFoundError:
        return ""
