"""Characters of Word's symbol fonts, as the Unicode characters they look like. Tick boxes become ☐ and ☒."""

from __future__ import annotations

_WINGDINGS = {
    0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0xA8: "☐", 0x78: "☒", 0xFD: "☒", 0xFE: "☒", 0xFB: "✗", 0xFC: "✓",
    0x6C: "●", 0x6E: "■", 0x75: "◆", 0x76: "❖", 0x9E: "•", 0x9F: "•", 0xA7: "▪", 0xD8: "➢", 0xD6: "▪",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹",
}  # fmt: skip
_WINGDINGS_2 = {0xA3: "☐", 0x2A: "☐", 0x51: "☒", 0x52: "☒", 0x53: "☒", 0x54: "☒", 0x4F: "✗", 0x50: "✓", 0x97: "•"}
_WEBDINGS = {0x63: "☐", 0x61: "✓", 0x72: "✗", 0x3D: "•", 0x6E: "●"}
_LETTERS = dict(zip("ABCDEFGHIKLMNOPQRSTUWXYZ", "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖ", strict=True))
_LETTERS |= dict(zip("abcdefghiklmnopqrstuwxyz", "αβχδεφγηικλμνοπθρστυωξψζ", strict=True))
_SYMBOL = {ord(latin): greek for latin, greek in _LETTERS.items()} | {
    0xB7: "•", 0xB0: "°", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞",
    0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xDE: "⇒", 0xD7: "·", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠",
    0x2D: "−", 0xD6: "√", 0xE5: "∑",
}  # fmt: skip
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}
_BULLETS = {"☐": "□", "☒": "▪"}  # a box that stands before each item of a list is no tick box


def is_symbol_font(font: str) -> bool:
    """True for a font whose characters are not what their codes say."""
    return font.lower() in _FONTS


def character(font: str, code: int) -> str:
    """The Unicode character that `code` of `font` looks like; the character itself where the font is no symbol font."""
    table = _FONTS.get(font.lower())
    low = code & 0xFF if 0xF000 <= code <= 0xF0FF or code < 0x100 else code
    if table is None and 0xF000 <= code <= 0xF0FF:
        return "•" if low == 0xB7 else _WINGDINGS.get(low, chr(code))
    if table is None:
        return chr(code)
    return table.get(low, chr(low) if font.lower() == "symbol" and 0x20 <= low < 0x7F else "▪" if low > 0x20 else " ")


def in_font(font: str, text: str, high: bool = False) -> str:
    """A text typed in a symbol font, as it looks. high: only its characters beyond ASCII are."""
    return "".join(sign if high and sign < "\x80" else character(font, ord(sign)) for sign in text)


def bullet(font: str, text: str) -> str:
    """The bullet of a list level as it looks: `•`, `▪`, `o`, `-`."""
    looks = in_font(font, text) if is_symbol_font(font) or any("\uf000" <= sign <= "\uf0ff" for sign in text) else text
    return "".join(_BULLETS.get(sign, sign) for sign in looks).strip()
