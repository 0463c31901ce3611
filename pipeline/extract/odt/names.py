"""The names of OpenDocument elements and attributes that are read, with their namespaces."""

from __future__ import annotations

ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TEXT, TABLE, STYLE, DRAW, FORM = (ODF % name for name in ("text", "table", "style", "drawing", "form"))
OFFICE, FO, FIELD = (
    ODF % "office",
    ODF % "xsl-fo-compatible",
    "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}",
)
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
NUMBER_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
SILENT = {
    OFFICE + "annotation", TEXT + "tracked-changes", TEXT + "ruby-text", OFFICE + "forms", TEXT + "note-citation",
    TEXT + "sequence-decls", TEXT + "placeholder", DRAW + "image", TEXT + "bibliography-mark", FIELD + "param",
    "{http://www.w3.org/2000/svg}title", ODF % "svg-compatible" + "title", ODF % "svg-compatible" + "desc",
}  # fmt: skip
GAPS = {TEXT + "tab": " ", TEXT + "s": " ", TEXT + "line-break": "\n"}
INDEXES = {TEXT + name for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index")}
OPEN = {TEXT + name for name in ("section", "index-body", "index-title", "list-header")}
ON = {"true", "1", "checked"}
