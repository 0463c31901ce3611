"""Rebuilds samples/inbox from samples/build/sources; a second run gives the same bytes.

python samples/build/build.py
"""

from __future__ import annotations

from pathlib import Path

import mails
import pdf
import plain
import word
from source import read

INBOX = Path(__file__).parent.parent / "inbox"


def documents() -> dict[str, bytes]:
    """The documents that can be read, by file name."""
    return {
        "kisumu-form-waste-pickers.docx": word.edition_a(read("kisumu-form-waste-pickers")),
        "penang-form-night-economy.docx": word.edition_b(read("penang-form-night-economy")),
        "surabaya-form-kampung-upgrading.pdf": pdf.return_sheet(read("surabaya-form-kampung-upgrading")),
        "gdansk-form-newcomers.pdf": pdf.mission_sheet(read("gdansk-form-newcomers")),
        "kampala-streets-forum.pdf": pdf.proceedings(read("kampala-streets-forum")),
        "cali-second-chances-conference.pdf": pdf.summary_report(read("cali-second-chances-conference")),
        "tbilisi-light-invitation.html": plain.web_page(read("tbilisi-light-invitation")),
        "dakar-mobility-call.txt": plain.windows_text(read("dakar-mobility-call")),
        "danube-integrity-platform.pdf": pdf.factsheet(read("danube-integrity-platform")),
        "indian-ocean-ports-plan.docx": word.report(
            read("indian-ocean-ports-plan"), "IOPCP Secretariat", "Safe Passage – Action Plan 2021–2025"
        ),
        "lilongwe-water-loss-lessons.docx": word.report(
            read("lilongwe-water-loss-lessons"), "Distribution Department", "Water loss pilot – final report"
        ),
    }


def messages(made: dict[str, bytes]) -> dict[str, bytes]:
    """The mails; two of them carry documents."""
    corrected = word.edition_b(read("corrected-penang-night-economy"), legacy=True)
    return {
        "mail-kisumu-covering-note.eml": mails.covering_note(made["kisumu-form-waste-pickers.docx"]),
        "montevideo-mediation-week.eml": mails.announcement(read("montevideo-mediation-week")),
        "mail-fwd-penang-correction.eml": mails.forwarded(corrected, made["kampala-streets-forum.pdf"]),
    }


def unreadable(made: dict[str, bytes]) -> dict[str, bytes]:
    """Files that have to end in quarantine."""
    form = made["penang-form-night-economy.docx"]
    return {
        "broken-jakarta-form.docx": form[: len(form) * 3 // 5],
        "locked-council-minutes.pdf": pdf.locked("Minutes of the closed session", "harbour"),
        "empty-note.txt": b"",
    }


def main() -> None:
    INBOX.mkdir(exist_ok=True)
    made = documents()
    for name, data in {**made, **messages(made), **unreadable(made)}.items():
        (INBOX / name).write_bytes(data)
        print(f"{len(data):8d}  {name}")


if __name__ == "__main__":
    main()
