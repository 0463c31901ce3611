"""Made-up papers that arrive one by one, for `crash.py`: small texts of three genres, a broken file now and then."""

from __future__ import annotations

from pathlib import Path

CITIES = ("Turin", "Porto", "Durban", "Lyon", "Recife", "Nairobi", "Medellín", "Kraków", "Bandung", "Tunis")
SUBJECTS = (
    "street lamps",
    "night buses",
    "public benches",
    "youth clubs",
    "market halls",
    "school gates",
    "river walks",
)
PEOPLE = ("Ana Ferreira", "Peter Oduya", "Lucía Navarro", "Hamid Larbi", "Sofie Nyman")
MONTHS = ("January", "March", "May", "June", "September", "November")
BROKEN = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog % number "

_FORM = """Learning event report

Name of the event: Forum on {subject}, edition {number}
Dates: 3 to 5 {month} {year}
Venue: City Hall, {city}
Officials who attended: {person}, Head of Planning, City of {other}
Purpose: To compare what cities do about {subject}.
Key learnings:
Residents of {city} know best which of the {number} {subject} are missed at night.
Small repairs to {subject} matter more than plan {number} of the ministry.
What will you do differently? We shall ask residents before we change any of the {subject}.
"""
_REPORT = """Report of meeting {number} on {subject}

The meeting was held in {city} on 7 {month} {year} and was attended by delegates of twelve cities.

Discussion

1. Participants noted that {subject} in {other} are looked after by the people who live beside them.

Recommendations

2. City governments should repair {subject} within {number} days.
"""
_CALL = """Invitation: Seminar {number} on {subject}

The City of {city} invites you to Seminar {number} on {subject}, which will take place at the City Hall.

Date: 9 {month} {year}
Venue: City Hall, {city}

Participants will learn how {other} looks after its {subject}.
Registration is free of charge.
"""


def paper(number: int) -> str:
    """The text of a paper; the same number is the same paper, another number another one."""
    template = (_FORM, _REPORT, _CALL)[number % 3]
    return template.format(
        number=number,
        subject=SUBJECTS[number % 7],
        city=CITIES[number % 10],
        other=CITIES[(number * 3 + 1) % 10],
        person=PEOPLE[number % 5],
        month=MONTHS[number % 6],
        year=2005 + number % 15,
    )


def arrive(folder: Path, number: int, text: str = "") -> Path:
    """Put a paper into a folder; `text`: an old one that comes again under a new name."""
    path = folder / f"paper {number:04}.txt"
    path.write_text(text or paper(number), encoding="utf-8")
    return path


def arrive_broken(folder: Path, number: int) -> Path:
    """Put a file that nobody can read into a folder."""
    path = folder / f"broken {number:04}.pdf"
    path.write_bytes(BROKEN + str(number).encode())
    return path
