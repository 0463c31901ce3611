"""Plain texts: lengths, letters and encodings that trip readers and taggers."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from hostile.making import ESCAPE, FORGED, FORMULAS, MARKUP, READ, TURNED, Made

ARABIC = "الدرس: تحتاج حافلات الليل في تورينو إلى مصابيح في كل محطة، ويجب على البلدية أن تسأل السائقين عن الأماكن المظلمة قبل الشتاء. "  # fmt: skip
CHINESE = "经验：都灵的夜间公交车站需要照明，市政府应当在冬天之前询问司机哪些地方太暗，并且每年公布修理了多少盏灯，让居民知道结果。"  # fmt: skip
FRENCH = "Leçon : les bus de nuit de Turin ont besoin de lampes à chaque arrêt, et la mairie devrait demander aux chauffeurs quels endroits restent sombres avant l'hiver. "  # fmt: skip
_SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu")


def invented_name(number: int) -> str:
    """One of ten thousand invented names, like `Bade Kilo`."""
    first, second = divmod(number % 10_000, 100)
    given, family = (_SYLLABLES[n // 10] + _SYLLABLES[n % 10] for n in (first, second))
    return f"{given.capitalize()} {family.capitalize()}"


def files(secret: str, address: str) -> Iterator[Made]:
    """All of them."""
    yield from _lengths()
    yield from _letters()
    yield from _encodings()
    yield from _other_than_named()


def _say(*more: str) -> bytes:
    return "\n\n".join((READ, *more)).encode()


def _lengths() -> Iterator[Made]:
    line = "A lesson: night buses of Turin need lamps, and Mr. Ugo Bassani, Mayor of Turin, said on 3 May 2013 that, "
    yield Made("line-of-20000.txt", _say((line * 200)[:20_000]), "read")
    yield Made("no-blank-in-20000.txt", _say("x" * 20_000), "cut")
    yield Made("colons.txt", _say("a:" * 10_000), "cut")
    yield Made("brackets.txt", _say("(" * 10_000 + "[" * 10_000), "cut")
    names = (f"Ms. {invented_name(n * 7)} - Officer of Turin" for n in range(5_000))
    yield Made("5000-names.txt", _say("Participants", "\n".join(names)))
    yield Made("5000-names-in-a-line.txt", _say("Participants: " + ", ".join(invented_name(n * 7) for n in range(5_000))), "cut")  # fmt: skip
    yield Made("6-million-letters.txt", _say("night buses run on every main road of the city\n" * 130_000), "cut")
    yield Made("400000-lines.txt", _say("x\n" * 400_000), "cut")
    yield Made("cities-without-end.txt", _say(" and ".join(("Turin", "Lyon", "Porto", "Kazan", "Davao")[n % 5] for n in range(1_500))))  # fmt: skip


def _letters() -> Iterator[Made]:
    yield Made("arabic.txt", (ARABIC * 4).encode(), "foreign")
    yield Made("chinese.txt", (CHINESE * 6).encode(), "foreign")
    yield Made("french.txt", (FRENCH * 4).encode(), "foreign")
    yield Made(
        "controls.txt",
        _say(
            f"Lesson: Turin \x01\x02\x08\x7f\x85\x9b31m{ESCAPE} should light its stops.",
            "Night buses run on every main road of the city. " * 80,
        ),
    )
    yield Made("turned.txt", _say(f"Lesson: Turin {TURNED} should light its stops.", "\u202e" * 5_000))
    yield Made("marks-on-one-letter.txt", _say("e" + "\u0301" * 9_000))
    yield Made("zero-width.txt", _say("\u200b".join("Lesson: Turin should light its stops.")))
    yield Made("forged-log.txt", _say(f"x\n{FORGED}\r{FORGED}\u2028{FORGED}\x85{FORGED}"))
    yield Made("markup.txt", _say(f"Lesson: {MARKUP} in Turin should stay text.", MARKUP, "</script><script>alert('foreign')</script>", "]]><!-- ${foreign} {{foreign}} %s"))  # fmt: skip
    yield Made("markdown.md", _say("[x](javascript:alert(1)) ![x](http://127.0.0.1:9/p.png) <b onmouseover=x>y</b>", "| a | b |\n|---|---|\n| =1+1+foreign | @x |"))  # fmt: skip
    yield Made("formulas.txt", _say(*FORMULAS, *(f"Lesson: {one} in Turin should stay text." for one in FORMULAS)))
    yield Made("formulas.csv", ("text,more\n" + "".join(f'"{one}","{READ}"\n' for one in FORMULAS)).encode())


def _encodings() -> Iterator[Made]:
    yield Made("lone-surrogates.txt", READ.encode() + b" \xed\xa0\x80\xed\xb0\x80\xed\xa0\x80 end.\n")
    yield Made("utf-16-without-mark.txt", (READ + "\r\n").encode("utf-16-le"), "read|unknown-format")
    yield Made("utf-32.txt", (READ + "\r\n").encode("utf-32"), "read|unknown-format")
    yield Made("utf-7.txt", READ.encode() + b"\n\n+ADw-script+AD4-alert('foreign')+ADw-/script+AD4-")
    yield Made("broken-utf-8.txt", READ.encode() + b"\n\n" + b"\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80\xff\xfe" * 5)
    yield Made("zero-bytes.txt", READ.encode() + b"\0" * 100 + b" end", "read|unknown-format")
    yield Made("mark-in-the-middle.txt", b"\xef\xbb\xbf" + _say("\ufeff\ufffe Turin\uffff"))


def _other_than_named() -> Iterator[Made]:
    yield Made("program.pdf", b"MZ" + bytes(500), "corrupt")
    yield Made("text.pdf", _say("It says that it is a PDF."), "corrupt")
    yield Made("pdf.txt", _pdf())
    yield Made("noise.bin", bytes(range(256)) * 20, "unknown-format")
    yield Made("nothing.pdf", b"", "empty")
    yield Made("blanks.txt", b" \r\n\t" * 1_000, "empty")
    yield Made("script.sh", b"#!/bin/sh\n" + _say("echo owned > /tmp/owned"))
    yield Made("base64.txt", _say(base64.encodebytes(bytes(range(256)) * 40).decode()))


def _pdf() -> bytes:
    from hostile.pdfs import SOUND, handmade

    return handmade(SOUND)
