"""The only module that opens the zip of a Word file: parts are read when asked for, within limits, without DTDs."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from pipeline.errors import DocumentError

MOST_BYTES = 48 * 1024 * 1024  # of one part, unpacked
MOST_BYTES_IN_ALL = 96 * 1024 * 1024
BOMB = 200  # times its packed size: real parts stay below 60
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPES = [b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be")]
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)


class Package:
    """The parts of a zipped office file. Names are compared without regard to case, as Word does."""

    def __init__(self, content: bytes) -> None:
        """Raises DocumentError: `encrypted`, `corrupt` or `unknown-format` where the bytes are no readable zip."""
        if content.startswith(COMPOUND_FILE):
            raise _compound_file(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN_ZIP as error:
            raise DocumentError("corrupt", f"zip: {error}") from error
        self._infos = {info.filename.replace("\\", "/").lower(): info for info in self._zip.infolist()}
        self._taken = 0
        self._relations: dict[str, etree._Element | None] = {}

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._infos)

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none of that name.

        Raises DocumentError: `bomb`, `too-large`, `encrypted` or `corrupt`.
        """
        info = self._infos.get(name.lower().lstrip("/"))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise DocumentError("encrypted", "the zip has a password")
        room = min(MOST_BYTES, MOST_BYTES_IN_ALL - self._taken)
        data = self._unpack(info, room + 1)
        if len(data) > room:
            raise _over_limit(info)
        self._taken += len(data)
        return data

    def _unpack(self, info: zipfile.ZipInfo, most: int) -> bytes:
        """At most `most` bytes of a part, whatever size its directory entry claims."""
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DocumentError("corrupt", "a part is packed in a way that no office program writes")
        if info.file_size > most:
            raise _over_limit(info)
        try:
            with self._zip.open(info) as part:
                return part.read(most)
        except _BROKEN_ZIP as error:
            raise DocumentError("corrupt", f"zip: {error}") from error

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part, Strict namespaces made Transitional; None where there is no such part.

        Raises DocumentError `corrupt` where it is no XML or declares a DTD.
        """
        data = self.read(name)
        return None if data is None else parse(data)

    def optional_xml(self, name: str) -> etree._Element | None:
        """The root element of a part the text can do without; None where it is missing or damaged."""
        try:
            return self.xml(name)
        except DocumentError as error:
            if error.reason != "corrupt":
                raise
            return None

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Relationship id -> part name, of all relations of `part` whose type ends in `/kind`."""
        folder, name = posixpath.split(part)
        if part not in self._relations:
            self._relations[part] = self.optional_xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        root = self._relations[part]
        if root is None:
            return {}
        return {
            relation.get("Id", ""): _target(folder, relation.get("Target", ""))
            for relation in root.iterchildren("{*}Relationship")
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
        }


def _target(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _compound_file(content: bytes) -> DocumentError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return DocumentError("encrypted", "the office file has a password")
    return DocumentError("unknown-format", "an office file of before 2007")


def _over_limit(info: zipfile.ZipInfo) -> DocumentError:
    if info.file_size > BOMB * max(info.compress_size, 1) or info.file_size <= MOST_BYTES:
        return DocumentError("bomb", "a part unpacks to far more than its size")
    return DocumentError("too-large", f"a part of over {MOST_BYTES // 1024 // 1024} MiB")


def parse(data: bytes) -> etree._Element:
    """The root element of an XML part. Raises DocumentError `corrupt`; no DTD, no entities, no network."""
    if any(mark in data for mark in _DOCTYPES):
        raise DocumentError("corrupt", "a part declares a DTD")
    if _STRICT in data:
        for strict, transitional in _TRANSITIONAL.items():
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError("corrupt", f"XML: {str(error)[:100]}") from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError("corrupt", "a part declares a DTD or is empty")
    return root
