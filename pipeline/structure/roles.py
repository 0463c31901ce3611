"""What a heading or lead-in says about the text under it. The phrases are data: `data/headings.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from pipeline.text.clean import fold

NO_LIMIT = 99
_NUMBERED_AIM = re.compile(
    r"(?:[\divx.]{1,5} )?(?:strategic |specific |overall )?(?:objective|goal|priority|pillar|outcome|result|axis|line)s? \(?(?:\d|[ivx]{1,4}\b|[a-f]\b)\W*\s*\w"
)


@dataclass(frozen=True)
class Role:
    """A role of headings: `kind` is the kind of the statements under it, `none`, `background` or `conclusion`."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    longest: int  # words of a heading to which it may apply


@cache
def roles() -> tuple[Role, ...]:
    """All roles, the narrow ones first."""
    data = tomllib.loads(resources.files("pipeline.data").joinpath("headings.toml").read_text(encoding="utf-8"))
    return tuple(Role(r["id"], r["kind"], _pattern(r["phrases"]), r.get("longest", NO_LIMIT)) for r in data["role"])


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    parts = [re.escape(p).replace(r"\*", r"\w*").replace(r"\ ", r"\s") for p in longest_first]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


# `To mayors`, `For national governments`: who is addressed, and nothing of what is said.
_ADDRESSEES = re.compile(
    r"(?:[\da-z]{1,3}[.)] )?(?:to|for) (?!be\b|do\b|the (?:future|way|road)|(?:more |further )?information\b)[\w ,&'-]{3,60}$"
)
_OPENING = re.compile(
    r"(?:(?:chapter|section|part) )?(?:[\divx]{1,4}[.)]? )?(?:introduction|rationale|background|preamble|preliminary remarks|foreword|preface|context)\b"
)


LISTS = frozenset(("participants", "speakers", "authors", "members"))
# `What members have changed` is no list of members.
_TELLS = re.compile(
    r"\b(?:have|has|had|did|should|must|want|wants|ask|asks|said|say|told|think|need|needs|learn\w*|shared?|reported|"
    r"heard|found|saw|see|tell|do|does|brought|discussed|raised|proposed?|agreed|bring|offer|offers|hope|get|gets|receive|gain|pay|wanted|promised?)\b"
)


@lru_cache(maxsize=4096)
def role_of(heading: str) -> Role | None:
    """The role of a heading or lead-in sentence, None where its words say nothing."""
    text = fold(heading)[:400]
    if _NUMBERED_AIM.match(text):  # what stands under `Objective 2. Survivors find a door` is what is done for it
        return next(r for r in roles() if r.id == "aim")
    if _ADDRESSEES.match(text):
        return None
    if _OPENING.match(text):
        return next(r for r in roles() if r.id == "background")
    length = len(text.split())
    tells = bool(_TELLS.search(text))
    fitting = [r for r in roles() if length <= r.longest and not (r.id in LISTS and tells)]
    said = ((role, found) for role in fitting if (found := role.pattern.search(text)))
    first = next(said, None)
    return next((role for role, found in said if first and _holds(found, first[1])), first[0]) if first else None


_QUALIFIED = re.compile(r"^(?:our |the |main |key |overall |general |specific |strategic |planned |proposed )+")


def is_role_alone(line: str) -> bool:
    """Whether a line says the name of a role and nothing else: `Objective`, `Lines of action`, `Our recommendations`."""
    bare = _QUALIFIED.sub("", fold(line).strip(" :"))
    return any(role.kind not in ("none", "about") and role.pattern.fullmatch(bare) for role in roles())


def _holds(wide: re.Match[str], narrow: re.Match[str]) -> bool:
    """Whether one phrase is part of another, longer one: `outcomes` of `expected outcomes`."""
    return wide.start() <= narrow.start() and wide.end() >= narrow.end() and wide.span() != narrow.span()
