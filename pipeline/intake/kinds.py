"""What a file is, by its bytes. Its name only decides between kinds of text."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from pipeline.intake import ole
from pipeline.text.charset import bom, decode

PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = _OFFICE + "wordprocessingml.document"
XLSX = _OFFICE + "spreadsheetml.sheet"
PPTX = _OFFICE + "presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ZIP = "application/zip"
RTF = "application/rtf"
DOC = "application/msword"
MSG = "application/vnd.ms-outlook"
OLE = "application/x-ole-storage"
ENCRYPTED_OFFICE = "application/x-ole-encrypted"
MAIL = "message/rfc822"
MBOX = "application/mbox"
TNEF = "application/vnd.ms-tnef"
SIGNED = "application/pkcs7-mime"
HTML = "text/html"
XML = "text/xml"
PLAIN = "text/plain"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"

_HEAD = 4_096
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\x78\x9f\x3e\x22", TNEF),
    (b"%!PS", "application/postscript"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"!BDN", "application/vnd.ms-outlook-pst"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("__properties_version1.0", MSG),
    ("WordDocument", DOC),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_MAIN_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
)
_CONTENT_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"wordprocessingml.template.main+xml", DOCX),
    (b"ms-word.document.macroenabled.main+xml", DOCX),
    (b"ms-word.template.macroenabledtemplate.main+xml", DOCX),
    (b"spreadsheetml.sheet.main+xml", XLSX),
    (b"presentationml.presentation.main+xml", PPTX),
)
_TEXT_BY_NAME = {
    "md": "text/markdown",
    "markdown": "text/markdown",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ics": "text/calendar",
    "vcf": "text/vcard",
}
_NAMED = {"pdf": "PDF", "docx": "Word (DOCX)", "odt": "OpenDocument", "zip": "ZIP", "doc": "Word (DOC)"}
_FITTING = {  # what a name's ending may turn out to be without anybody being misled
    "pdf": {PDF},
    "docx": {DOCX, ENCRYPTED_OFFICE, DOC, ODT, RTF},
    "odt": {ODT, DOCX},
    "zip": {ZIP, DOCX, XLSX, PPTX, ODT},
    "doc": {DOC, DOCX, RTF, ENCRYPTED_OFFICE, HTML, MAIL, XML, OLE},  # Word opens and writes all of them as .doc
}
_HTML = re.compile(r"<(?:!doctype\s{1,10}html|html|head|body)[\s>]", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?(?:p|br|div|table|span|h[1-6]|ul|ol|a|b|title|meta)[\s/>]", re.IGNORECASE)
_LEADING = re.compile(r"(?:\s|<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->){0,20}", re.DOTALL)
_FIELD = re.compile(r"([!-9;-~]{1,100}):(?!//)")
_TRACES = frozenset(  # fields that only mail programs write
    {"received", "return-path", "message-id", "mime-version", "content-type", "content-transfer-encoding", "reply-to"}
    | {"delivered-to", "in-reply-to", "references", "dkim-signature", "authentication-results", "x-mailer"}
    | {"user-agent", "envelope-to", "thread-topic"}
)
_LETTER = frozenset({"from", "to", "cc", "bcc", "date", "subject", "sender"})
_MBOX = re.compile(r"From \S{1,200}.{0,100}\d\d:\d\d")


def identify(content: bytes, name: str = "") -> str:
    """The media type of some bytes.

    >>> identify(b"%PDF-1.4 ...", "report.txt")
    'application/pdf'
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return EMPTY
    return _binary(content) or _text(content, name) or UNKNOWN


def mislabelled(media_type: str, name: str) -> str:
    """What a name promises that the bytes do not keep, like `PDF`; empty where they agree."""
    ending = _ending(name)
    return _NAMED[ending] if ending in _NAMED and media_type not in _FITTING[ending] else ""


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _binary(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(content)
    if content.startswith(ole.SIGNATURE):
        return _ole(content)
    head = content[:_HEAD]
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature) and (len(signature) > 3 or b"\x00" in head):
            return media_type
    if signed := _signed(head):  # before PDF, of which a signed one holds the mark a few bytes on
        return signed
    return PDF if _is_pdf(content) else _riff(head)


def _is_pdf(content: bytes) -> bool:
    """Readers accept junk before the header. Neither a text that speaks of "%PDF-" nor a mail with a PDF is meant."""
    if content.startswith(b"%PDF-"):
        return True
    at = content.find(b"%PDF-", 0, 1024 + 5)
    if at < 0 or not (b" obj" in content[at : at + 100_000] or b"startxref" in content[-2_048:]):
        return False
    return not _is_mail(decode(content[:at]), "")


def _signed(head: bytes) -> str:
    """S/MIME in its binary form: a DER sequence that begins with one of the PKCS #7 content types."""
    return SIGNED if head[:1] == b"\x30" and b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07" in head[:30] else ""


def _riff(head: bytes) -> str:
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "video/mp4"
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    if head[40:44] == b" EMF":
        return "image/emf"
    return "application/x-tar" if head[257:262] == b"ustar" else ""


def _ole(content: bytes) -> str:
    names = ole.root_names(content)
    for stream, media_type in _OLE_STREAMS:
        if stream in names:
            return ENCRYPTED_OFFICE if media_type == DOC and ole.word_is_encrypted(content) else media_type
    return OLE


def _zip(content: bytes) -> str:
    """Which of the formats that are zip files. A damaged one is named after what can still be seen in it."""
    if directory_entries(content) > 20_000:
        return ZIP
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _zip_by_names(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return _broken_zip(content)


def _zip_by_names(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        for part, media_type in _MAIN_PARTS:
            if part in names:
                return media_type
        types = _small_member(archive, "[Content_Types].xml").lower()
        return next((media_type for mark, media_type in _CONTENT_TYPES if mark in types), ZIP)
    if "mimetype" in names:
        declared = _small_member(archive, "mimetype").decode("ascii", "replace").strip()
        if re.fullmatch(r"application/(?:vnd\.oasis\.opendocument\.[a-z-]{1,40}|epub\+zip)", declared):
            return declared
    return ZIP


def _small_member(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(500_000)


def _broken_zip(content: bytes) -> str:
    head = content[:200_000]
    if b"[Content_Types].xml" not in head and b"word/" not in head:
        return ODT if b"mimetype" + ODT.encode() in head[:200] else ZIP
    for part, media_type in ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX)):
        if part in content:
            return media_type
    return DOCX


def directory_entries(content: bytes) -> int:
    """How many entries a zip's directory has room for, from its length at the end of the file: a bound, not a count."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    length = int.from_bytes(content[at + 12 : at + 16], "little") if at >= 0 else 0
    return min(length, len(content)) // 46


def _text(content: bytes, name: str) -> str:
    """A kind of text, or empty where the bytes are none."""
    if not _is_text(content):
        return ""
    head = decode(content[:_HEAD])
    if _MBOX.match(head):
        return MAIL if len(message_starts(content, 2)) < 2 else MBOX
    ending = _ending(name)
    if _is_mail(decode(content[:64_000]), ending):
        return MAIL
    after = head[_LEADING.match(head).end() :]  # type: ignore[union-attr]  # matches the empty string
    if _HTML.match(after) or (ending in ("html", "htm", "xhtml") and _ANY_TAG.search(head)):
        return HTML
    if head.lstrip().startswith("<?xml"):
        return XML
    return _by_first_line(after) or _TEXT_BY_NAME.get(ending, PLAIN)


def _by_first_line(text: str) -> str:
    first = text[:40].upper()
    if first.startswith("BEGIN:VCALENDAR"):
        return "text/calendar"
    if first.startswith("BEGIN:VCARD"):
        return "text/vcard"
    return "application/pgp-encrypted" if first.startswith("-----BEGIN PGP MESSAGE") else ""


_MESSAGE_START = re.compile(rb"(?:\A|\n\r?\n)(?=From [^\r\n]{5,300}\d\d:\d\d[^\r\n]{0,100}\r?\n>?[!-9;-~]{1,100}:)")


def message_starts(content: bytes, enough: int) -> list[int]:
    """Where the messages of a mailbox begin, as far as they are wanted."""
    out: list[int] = []
    for found in _MESSAGE_START.finditer(content):
        out.append(found.end())
        if len(out) >= enough:
            break
    return out


def _is_text(content: bytes) -> bool:
    """No zero byte (but in UTF-16 and 32), and hardly a control character."""
    sample = content[:100_000]
    codec = bom(content)
    if codec and codec != "utf-8":
        text = sample[: len(sample) & ~3].decode(codec, "replace")
        return text.count("\ufffd") * 20 <= len(text) and text.count("\x00") * 20 <= len(text)
    controls = len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", sample))
    return controls * 100 <= len(sample) and content.count(b"\x00", 0, 100_000) * 1000 <= len(sample)


def _is_mail(head: str, ending: str) -> bool:
    """Whether text begins with header fields as mail programs write them.

    A memo may begin with From, To, Date and Subject as well: unless the name ends in .eml, one trace of a mail
    program is asked for.
    """
    names = _field_names(head)
    traces, letter = len(names & _TRACES), len(names & _LETTER)
    if ending in ("eml", "mht", "mhtml", "emlx"):
        return traces + letter >= 1
    return (traces >= 1 and letter >= 1 and traces + letter >= 3) or {"mime-version", "content-type"} <= names


def _field_names(head: str) -> set[str]:
    """Names of the fields from the very start on; the first line that is neither field nor fold ends them."""
    names: set[str] = set()
    for number, line in enumerate(head.lstrip("\r\n").splitlines()[:500]):
        found = _FIELD.match(line)
        if found:
            names.add(found[1].lower())
        elif not line.startswith((" ", "\t")) and not (number == 0 and (line.isdigit() or line.startswith("From "))):
            break
    return names
