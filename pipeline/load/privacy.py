"""`PRIVACY.md`: for whom a release is, what was left out or replaced, and what nobody can promise."""

from __future__ import annotations

from pathlib import Path

_ABOUT = {
    "internal": """\
This is the whole dataset, for its owner. It holds names, addresses, mail headers and whole texts. Do not hand it on:
`learnings export` makes the profiles `research` and `public` for others.
""",
    "research": """\
For researchers who are bound to treat it with care. The table `contacts`, answers that give contacts, mail headers and
file locations are left out; in running text, each sign of an e-mail address, a telephone or identity number is `•`.

It holds names of people, and the texts of the documents. Do not publish it.
""",
    "public": """\
For publication. Left out: the table `contacts`, answers that name officials or contacts, mail headers, file locations,
digests, offsets, boxes, pictures, the texts of the documents, and texts as printed.

People are named only where a document says that they are elected or head a public body. Everyone else, and whoever is
named as the official or contact of a form, stands as a code such as `person-` and eight letters: the same code is the
same person, in this release and in others of the same publisher. Ids are made with a key that the publisher keeps;
nobody else can make them from a name or a file. In running text, addresses stand as `[e-mail]`, `[phone]`, `[number]`
and `[account]`.

Before it was published, every file was searched for addresses, numbers and the names that were replaced, by a
program that shares no code with the one that replaced them. Nothing was found.
""",
}
_LIMITS = """\

## What nobody can promise

- A person may be told from a role, an organisation, a city and a date together, as from "director of the city's
  museum, 2013".
- A name that no rule, no list and no language model takes for one stays: a nickname, a rare spelling, a given name that
  is an ordinary word. So may a number that is written in words.
- Statements are word for word. Whoever has the document can find who said them.
- Words that are taken for a name without being one are replaced as well.
- Whoever knows the key, or the release for the owner, can tell who is behind a code.

Tell the publisher when you find what should not be here.
"""


def write(path: Path, profile: str, counts: tuple[tuple[str, int], ...]) -> None:
    """Write what a release of this profile leaves out; `counts` say how often, and are the same for the same input."""
    figures = [
        "\n| what was done | how often |\n|---|---:|\n",
        *(f"| {what} | {number:,} |\n" for what, number in counts),
    ]
    limits = _LIMITS if profile == "public" else ""
    text = f"# Profile: {profile}\n\n{_ABOUT[profile]}{''.join(figures) if counts else ''}{limits}"
    path.write_bytes(text.encode("utf-8"))
