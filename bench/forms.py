"""Forms of others whose fields are known, compared field by field."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from lxml import etree

from pipeline.extract.pdf import read_pdf
from pipeline.model import Document


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def forms(folder: Path) -> int:
    """Compare fields and ticks of forms with FIELDS.json of a folder, say what disagrees; the number of forms that do."""
    fields = json.loads((folder / "FIELDS.json").read_text(encoding="utf-8"))
    wrong = 0
    for name, known in fields.items():
        path = folder / name if (folder / name).exists() else folder / "docx" / name
        wanted, ticks, boxes = (_pdf_form if path.suffix == ".pdf" else _docx_form)(path, known)
        text = fold(_opened(path).text())
        missed = [value for value in wanted if fold(value) not in text]
        found = text.count("☒"), text.count("☒") + text.count("☐")
        agrees = not missed and found == (ticks, boxes)
        wrong += not agrees
        print(
            f"{name:34s} values {len(wanted) - len(missed):2d} of {len(wanted):2d}, ticked {found[0]:2d} of {ticks:2d}, "
            f"boxes {found[1]:2d} of {boxes:2d} {'' if agrees else f'! {missed!r:.200}'}"
        )
    return wrong


def _opened(path: Path) -> Document:
    if path.suffix == ".pdf":
        return read_pdf(path.read_bytes(), "d")
    from pipeline.extract.docx import read_docx

    return read_docx(path.read_bytes(), "d")


def _pdf_form(path: Path, known: dict[str, dict[str, str]]) -> tuple[list[str], int, int]:
    """Values, ticks and boxes of a PDF form.

    Values as FIELDS.json says; boxes are counted as drawn (pypdf), as one field may have several, ticked together.
    """
    import pypdf

    values = [f["value"] for f in known.values() if f["type"] in ("/Tx", "/Ch") and f["value"]]
    ticks = boxes = 0
    for page in pypdf.PdfReader(path).pages:
        for widget in (a.get_object() for a in page.get("/Annots") or ()):
            field = widget if "/FT" in widget else widget.get("/Parent", {})
            push = int(widget.get("/Ff", field.get("/Ff", 0)) or 0) & (1 << 16)
            if field.get("/FT") == "/Btn" and not push:
                boxes += 1
                ticks += widget.get("/AS", "/Off") != "/Off"
    return values, ticks, boxes


def _docx_form(path: Path, known: dict[str, list[bool]]) -> tuple[list[str], int, int]:
    """What drop-down lists show, ticks and boxes of a Word form.

    FIELDS.json says what is shown, also where that is the prompt which the file itself keeps: nobody chose anything
    there, and we are right to leave it out. All else that is shown must be found.
    """
    boxes = [*known["sdt_checkbox"], *known["legacy_checkbox"]]
    lists: list[dict[str, str]] = known["sdt_dropdown"]  # type: ignore[assignment]  # lists of dicts under this key
    prompts = _prompts(path)
    shown = [fold(d["shown"]) for d in lists if d.get("shown") and fold(d["shown"]) not in prompts]
    return shown, sum(boxes), len(boxes)


def _prompts(path: Path) -> set[str]:
    """The prompts that a Word file keeps in its glossary."""
    with zipfile.ZipFile(path) as archive:
        if "word/glossary/document.xml" not in archive.namelist():
            return set()
        root = etree.fromstring(archive.read("word/glossary/document.xml"))
    return {fold("".join(t.text or "" for t in part.iter("{*}t"))) for part in root.iter("{*}docPart")}
