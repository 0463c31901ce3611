"""What the writer of a mail wrote: without quoted history, signature and disclaimer.

Works on lines, each looked at with bounded expressions only.
"""

from __future__ import annotations

import re

from msgspec import Struct

from pipeline.text.clean import printable, squeeze

_NEWLINE = re.compile(r"\r{0,3}\n|\r")  # a relay that adds \r to \r\n was met
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_LOOK = 300  # characters of a line that are looked at
_DIVIDER = re.compile(
    r"\s{0,10}-{2,20}\s{0,5}(?:Original Message|Original Appointment|Forwarded message|Ursprüngliche Nachricht|"
    r"Weitergeleitete Nachricht|"
    r"Message d'origine|Message transféré|Mensaje original|Mensaje reenviado|Mensagem original|Messaggio originale|"
    r"Forwarded by .{1,120})\s{0,5}-{2,20}",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"forward|weitergeleitet|transféré|reenviado|encaminhad|inoltrat", re.IGNORECASE)
_BEGIN_FORWARDED = re.compile(
    r"\s{0,10}(?:Begin forwarded message|Anfang der weitergeleiteten Nachricht)\s{0,3}:", re.IGNORECASE
)
_RULE = re.compile(r"\s{0,10}[_-]{10,200}\s*")
_WROTE = re.compile(
    r"(?:On|Am|Le|El|Em|Il|Op)\b.{5,250}\b(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef)\b.{0,60}:\s*",
    re.IGNORECASE,
)
_MACHINE_MADE = re.compile(
    r"@|\d[:.h]\d\d"
)  # an address or a time: no person writes "On 3 May, at 10:00, A <a@b.c> wrote:"
_WROTE_START = re.compile(r"(?:On|Am|Le|El|Em|Il|Op) .{0,40}\d", re.IGNORECASE)
_HEADER = re.compile(
    r"\s{0,5}\*{0,2}(From|Sent|Date|To|Cc|Subject|Reply-To|Importance|Attachments|Von|Gesendet|An|Betreff|"
    r"De|Envoyé|Objet|À|Enviado el|"
    r"Enviado|Para|Asunto|Assunto|Data)\s{0,3}:\*{0,2}(?:\s+(.{0,250}))?",
    re.IGNORECASE,
)
_FROM = frozenset({"from", "von", "de"})
_SENT = frozenset({"sent", "date", "gesendet", "envoyé", "enviado el", "enviado", "data"})
_TO = frozenset({"to", "an", "à", "para"})
_SUBJECT = frozenset({"subject", "betreff", "objet", "asunto", "assunto"})
_QUOTED = re.compile(r"\s{0,3}(?:>|\|\s?>)")
_SIGNATURE = re.compile(r"--\s?|—\s?|_{2,3}|-- \s*")
_FAREWELL = re.compile(
    r"(?:(?:with\s+)?(?:kind|best|warm|kindest|warmest|many)?\s{0,3}(?:regards|wishes|greetings|thanks)|"
    r"(?:all the )?best|sincerely(?: yours)?|"
    r"yours (?:sincerely|faithfully|truly)|cheers|thanks(?: and (?:kind |best )?regards)?|thank you|many thanks|"
    r"mit freundlichen grüßen|cordialement|saludos(?: cordiales)?|atentamente|atenciosamente)\s{0,3}[,.!]?",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(r"(?:sent from my|sent from mail for|get outlook for|von meinem)\s.{1,80}", re.IGNORECASE)
_DISCLAIMER_START = re.compile(
    r"[\W_]{0,10}(?:this (?:e-?mail|message|communication|transmission|electronic)|"
    r"the (?:information|contents?) (?:contained|in|of|transmitted)|"
    r"disclaimer|confidentiality|legal (?:notice|disclaimer)|privileged|important notice|"
    r"notice\s{0,2}:|if you (?:are not|have received)|"
    r"please (?:consider|think)|any (?:views|opinions)|scanned by|virus-free)",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"confidential|intended (?:recipient|only|solely|for the)|privileged|delete (?:this|the|it)|"
    r"before printing|environment|"
    r"virus|not necessarily (?:those|represent|reflect)|in error|antivirus",
    re.IGNORECASE,
)
_LIST = re.compile(r"mailing list|unsubscribe|listinfo|to post to this", re.IGNORECASE)
_SIGNATURE_LINES = 15  # a longer text after `--` is no signature
_FAREWELL_LINES = 10
_THANKS_LINES = 4
# A numbered or marked item, a question, or a label that no address has, like `Venue:`
_CONTENT = re.compile(
    r"\s{0,10}(?:\(?(?:\d{1,2}|[a-z])[.)]\s|[•▪□☐☒*]\s|.{0,250}\?\s*$|(?:event|venue|date|purpose|learning|lesson|"
    r"recommendation|aim|objective)[\w ]{0,30}:)",
    re.IGNORECASE,
)
_TAIL = 80  # lines from the end among which a signature may begin


class Body(Struct, frozen=True, kw_only=True):
    """The cleaned text, and whom it was forwarded from where it says so."""

    text: str
    forwarded_from: str = ""
    forwarded_date: str = ""


def clean(text: str, forwards: int = 5) -> Body:
    """Cut history, signature and disclaimers off a mail's text.

    What was forwarded is kept without its header lines: the sender handed it on as the message.
    """
    text = _BLANK_LINES.sub("\n\n", _NEWLINE.sub("\n", text))
    lines = [line.rstrip() for line in printable(text).split("\n")]
    own, rest = _split(lines)
    parts = [_own(own)]
    origin = date = ""
    if rest is not None:
        header, kept = rest
        origin, date = header.get("from", ""), header.get("sent", "")
        forwarded = clean("\n".join(kept), forwards - 1) if forwards else Body(text="\n".join(kept).strip())
        parts.append(forwarded.text)
        origin, date = forwarded.forwarded_from or origin, forwarded.forwarded_date or date
    return Body(text="\n\n".join(part for part in parts if part), forwarded_from=origin, forwarded_date=date)


def _split(lines: list[str]) -> tuple[list[str], tuple[dict[str, str], list[str]] | None]:
    """The writer's own lines; and of a forwarded message its header and its lines."""
    for at, line in enumerate(lines):
        look = line[:_LOOK]
        if _DIVIDER.match(look) or _BEGIN_FORWARDED.match(look):
            forwarded = bool(_FORWARD.search(look))
            header, end = _header_block(lines, at + 1)
            return lines[:at], (header, lines[end:]) if forwarded else None
        if _header_starts(lines, at):
            start = at - 1 if at and _RULE.fullmatch(lines[at - 1][:_LOOK]) else at
            if not any(squeeze(line) for line in lines[:start]):  # nothing of one's own: handed on, and not answered
                header, end = _header_block(lines, at)
                return [], (header, lines[end:])
            return lines[:start], None
        if (
            _is_reply_line(lines, at)
            and not _answers_below(lines, at)
            and _MACHINE_MADE.search(" ".join(lines[at : at + 3]))
        ):
            return lines[:at], None
    return lines, None


def _header_starts(lines: list[str], at: int) -> bool:
    """A block of From, Sent, To and Subject lines, as Outlook writes above what it quotes."""
    first = _HEADER.match(lines[at][:_LOOK])
    if not first or first[1].lower() not in _FROM:
        return False
    names = {found[1].lower() for line in lines[at + 1 : at + 8] if (found := _HEADER.match(line[:_LOOK]))}
    return all(names & kind for kind in (_SENT, _TO, _SUBJECT))


def _header_block(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    """The fields from a line on, by what they say, and the first line after them."""
    found: dict[str, str] = {}
    end, blanks = at, 0
    while end < len(lines) and end < at + 40:
        field = _HEADER.match(lines[end][:_LOOK])
        if field:
            name = field[1].lower()
            kind = "from" if name in _FROM else "sent" if name in _SENT else name
            found.setdefault(kind, squeeze(field[2] or ""))
        elif not squeeze(lines[end]):
            blanks += 1
            if found:
                return found, end
        elif not lines[end].startswith((" ", "\t")) or not found:
            break
        end += 1
    return found, end if found else at


def _is_reply_line(lines: list[str], at: int) -> bool:
    """`On Monday, Ann wrote:`, folded over up to three lines by some programs."""
    line = lines[at][:_LOOK].strip()
    if _WROTE.fullmatch(line):
        return True
    if not _WROTE_START.match(line):
        return False
    joined = line
    for more in lines[at + 1 : at + 3]:
        joined = f"{joined} {more[:_LOOK].strip()}"[: 2 * _LOOK]
        if _WROTE.fullmatch(joined):
            return True
    return False


def _answers_below(lines: list[str], at: int) -> bool:
    """Whether the quote is marked by `>`, so that what is not marked below it is an answer."""
    return any(_QUOTED.match(line) for line in lines[at + 1 : at + 6])


def _own(lines: list[str]) -> str:
    lines = _without_quotes(lines)
    lines = _without_signature(lines)
    lines = _without_farewell(lines)
    return _without_disclaimers("\n".join(lines[: _end(lines)]))


def _end(lines: list[str]) -> int:
    """Where the text ends: without blank lines, and without a rule that led to what was cut."""
    end = len(lines)
    while end and not re.search(r"[^\W_]", lines[end - 1][:_LOOK]):
        end -= 1
    return end


def _without_quotes(lines: list[str]) -> list[str]:
    """Lines that begin with `>` go, and the line that introduces them. A mail of nothing else keeps them bare."""
    unquoted = [line for line in lines if not _QUOTED.match(line)]
    if not any(squeeze(line) for line in unquoted):
        return [re.sub(r"^[\s>|]{0,40}", "", line) for line in lines]
    if len(unquoted) == len(lines):
        return lines
    out: list[str] = []
    skip_to = 0
    for at, line in enumerate(lines):
        if at < skip_to or _QUOTED.match(line):
            continue
        if _is_reply_line(lines, at):
            skip_to = at + next(
                n for n in (1, 2, 3) if _WROTE.fullmatch(squeeze(" ".join(lines[at : at + n]))[: 2 * _LOOK]) or n == 3
            )
            continue
        out.append(line)
    return out


def _without_signature(lines: list[str]) -> list[str]:
    """What comes after `--` goes, and the footer of a mailing list."""
    for at in range(len(lines) - 1, max(0, len(lines) - _TAIL), -1):
        tail = [line for line in lines[at + 1 :] if squeeze(line)]
        if _SIGNATURE.fullmatch(lines[at][:20]) and _is_signature(tail, _SIGNATURE_LINES):
            return lines[:at]
        if _RULE.fullmatch(lines[at][:_LOOK]) and len(tail) <= 6 and _LIST.search("\n".join(tail)[:2_000]):
            return lines[:at]
    return lines


def _without_farewell(lines: list[str]) -> list[str]:
    """`Kind regards` and the few short lines after it."""
    for at in range(len(lines) - 1, max(-1, len(lines) - _TAIL), -1):
        line = lines[at].strip()
        if _SENT_FROM.fullmatch(line[:_LOOK]) and at > len(lines) - 6:
            lines = lines[:at]
        elif len(line) <= 60 and _FAREWELL.fullmatch(line):
            most = _THANKS_LINES if "thank" in line.lower() else _FAREWELL_LINES
            if _is_signature([after for after in lines[at + 1 :] if squeeze(after)], most):
                return lines[:at]
    return lines


def _is_signature(tail: list[str], most: int) -> bool:
    """Whether some lines are short ones of a name and address, disclaimers aside, and no list, question or prose."""
    own = [line for line in tail if not _is_disclaimer(line)]
    if len(own) > most or len(tail) > 2 * _SIGNATURE_LINES:
        return False
    return not any(len(line) > 120 or _CONTENT.match(line[:_LOOK]) for line in own)


def _without_disclaimers(text: str) -> str:
    paragraphs = [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text)]
    return "\n\n".join(part for part in paragraphs if squeeze(part) and not _is_disclaimer(part)).strip()


def _is_disclaimer(paragraph: str) -> bool:
    look = paragraph[:2_000]
    return bool(_DISCLAIMER_START.match(look) and _DISCLAIMER.search(look))


def unflow(text: str, delete_space: bool = False) -> str:
    """format=flowed undone (RFC 3676): a line that ends in a space goes on in the next of the same quote depth."""
    out: list[str] = []
    depth_before, open_line = -1, False
    for raw in _NEWLINE.sub("\n", text).split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        goes_on = line.endswith(" ") and line != "-- "
        if open_line and depth == depth_before and line != "-- ":
            out.append(line)
        else:
            out += ["\n" if out else "", ">" * depth + (" " if depth else "") + line]
        if goes_on and delete_space:
            out[-1] = out[-1][:-1]
        depth_before, open_line = depth, goes_on
    return "".join(out)
