"""OpenDocument texts (.odt): content and styles become blocks, list numbers are counted, form fields read."""

from __future__ import annotations

from lxml import etree

from pipeline.errors import DocumentError
from pipeline.extract.blocks import Blocks
from pipeline.extract.docx.package import Package
from pipeline.extract.odt.names import FORM, OFFICE, ON
from pipeline.extract.odt.reader import Place, Reader
from pipeline.extract.odt.styles import Styles
from pipeline.extract.whole import properties_of, whole
from pipeline.model import Document

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_PROPERTIES = {
    "title": "title", "initial-creator": "author", "creation-date": "created", "date": "modified", "subject": "subject",
}  # fmt: skip


def read_odt(content: bytes, digest: str) -> Document:
    """Read an OpenDocument text into located blocks.

    Raises DocumentError: `corrupt`, `encrypted`, `bomb`, `too-large`, `empty`, `no-text`.
    """
    try:
        return _read(Package(content), digest)
    except RecursionError as error:
        raise DocumentError("corrupt", "its elements are nested too deeply") from error


def _read(package: Package, digest: str) -> Document:
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        raise DocumentError("encrypted", "the office file has a password")
    root = package.xml("content.xml")
    body = None if root is None else root.find(f"{OFFICE}body/{OFFICE}text")
    if root is None or body is None:
        raise DocumentError("corrupt", "it has no text part")
    styles = package.optional_xml("styles.xml")
    blocks = Blocks()
    reader = Reader(blocks, Styles([part for part in (styles, root) if part is not None]), _controls(body))
    reader.furniture(styles, "header")
    reader.story(body, Place())
    reader.notes()
    reader.furniture(styles, "footer")
    pictures = any(name.startswith("pictures/") for name in package.names())
    meta = package.optional_xml("meta.xml")
    properties = properties_of(() if meta is None else meta.iter("*"), _PROPERTIES)
    return whole(blocks, digest, MEDIA_TYPE, properties, pictures=pictures)


def _controls(body: etree._Element) -> dict[str, str]:
    """What the drawn form controls of a text show, by their id: a tick box, or the value typed in."""
    found: dict[str, str] = {}
    for control in body.iterfind(f".//{OFFICE}forms//*"):
        name = str(control.tag).removeprefix(FORM)
        ident = str(control.get("{http://www.w3.org/XML/1998/namespace}id") or control.get(FORM + "id", ""))
        if name in ("checkbox", "radio"):
            state = control.get(FORM + "current-state") or control.get(FORM + "current-selected") or ""
            found[ident] = f"{'☒' if state in ON else '☐'} {control.get(FORM + 'label', '')}"
        elif name in ("text", "textarea", "combobox", "formatted-text", "date"):
            found[ident] = control.get(FORM + "current-value") or ""
    return found
