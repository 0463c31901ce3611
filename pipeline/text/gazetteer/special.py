"""What the hand-written files and the list of countries say of a folded name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pipeline.text.gazetteer.names import data, key_of, word_list
from pipeline.text.gazetteer.store import Country, cities, countries, country


@dataclass
class _Special:
    """What the hand-written files and the list of countries say of one folded name."""

    aliases: list[int]
    renamed: list[int] = field(default_factory=list)
    country: Country | None = None
    adjective: bool = False
    division: str = ""
    blocked: bool = False
    short_of: Country | None = None


@cache
def specials() -> dict[str, _Special]:
    """All names that are not simply a city's in GeoNames."""
    found: dict[str, _Special] = defaultdict(lambda: _Special([]))
    for name, target in data("aliases")["names"].items():
        found[key_of(name)].aliases.append(number(target))
    for target, name in data("aliases")["canonical"].items():
        found[key_of(name)].renamed.append(number(target))
    for key, division in divisions().items():
        found[key].division = division
    for key, known, adjective in _country_names():
        if found[key].country is None:
            found[key].country, found[key].adjective = known, adjective
    for code, names in data("countries")["short"].items():
        for name in names:
            found[key_of(name)].country, found[key_of(name)].short_of = None, country(code)
    for key in word_list("blocks"):
        found[key].blocked = True
    return dict(found)


def _country_names() -> Iterator[tuple[str, Country, bool]]:
    """Folded name, country, whether it is the adjective: our own names first, adjectives last."""
    written = data("countries")
    for code, names in written["names"].items():
        yield from ((key_of(name), country(code), False) for name in names)
    elsewhere = {key_of(name) for name in written["cities"]}
    for known, _, _, keys in countries().values():
        yield from ((key, known, False) for key in keys if key not in elsewhere)
    for code, names in written["adjectives"].items():
        for name in names:
            yield key_of(name), country(code), True
            if not name.endswith(("s", "sh", "ch", "ese", "i")):
                yield key_of(name + "s"), country(code), True


def divisions() -> dict[str, str]:
    """Folded name of a state or region -> GeoNames' code of it, taken from a city that lies in it."""
    found = {}
    for code, names in data("divisions").items():
        if code == "city_first":
            continue
        for name, member in names.items():
            found[key_of(name)] = cities().reading(number(f"{code}:{member}"), "name").division
    return found


def number(target: str) -> int:
    """The number of a city given as `US:Wilmington|DE`, the state where the country has several; KeyError for none."""
    code, _, name = target.partition(":")
    name, _, state = name.partition("|")
    return cities().number(code, name, state)


@cache
def special_beginnings() -> frozenset[str]:
    """What a longer special name begins with, by whole words."""
    return frozenset(" ".join(words[:count]) for words in map(str.split, specials()) for count in range(1, len(words)))
