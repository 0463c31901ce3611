"""The sheets of what statements speak of: themes and cities."""

from __future__ import annotations

from collections import Counter, defaultdict

from pipeline.load import fold
from pipeline.load.names import Names, in_words, listed
from pipeline.load.sheet import Column, Sheet
from pipeline.load.sheets.links import document_links
from pipeline.model.dataset import GROUPS, Dataset

IN_WORDS = dict(zip(GROUPS, ("Learnings", "Recommendations", "Plans"), strict=True))


def themes(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("Theme", 34),
        Column("Group", 24),
        Column("Insights", 11, "number"),
        *(Column(word, 17, "number") for word in IN_WORDS.values()),
        Column("Cities", 10, "number"),
        Column("What belongs to it", 90),
        Column("Theme id", 28, hidden=True),
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    cities: dict[str, set[str]] = defaultdict(set)
    for row in fold.insights(dataset):
        for theme in row.theme_ids:
            counts[theme][row.group] += 1
            cities[theme].update(row.city_ids)
    rows = sorted(dataset.rows("themes"), key=lambda row: (-counts[row.theme_id].total(), row.label, row.theme_id))
    return Sheet(
        "Themes",
        "Each theme of the vocabulary, the most spoken of first",
        columns,
        [
            (
                row.label,
                names.themes.get(row.broader) or in_words(row.broader),
                counts[row.theme_id].total(),
                *(counts[row.theme_id][group] for group in IN_WORDS),
                len(cities[row.theme_id]),
                row.definition,
                row.theme_id,
            )
            for row in rows
        ],
        key="Theme id",
    )


def cities(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("City", 22),
        Column("Country", 22),
        Column("Insights", 10, "number"),
        Column("Documents", 60, "link"),
        Column("As written", 36),
        Column("Population", 13, "number"),
        Column("Latitude", 10, "degrees"),
        Column("Longitude", 10, "degrees"),
        Column("City id", 20, hidden=True),
    )
    counts = Counter(city for row in fold.insights(dataset) for city in row.city_ids)
    rows = sorted(dataset.rows("cities"), key=lambda row: (-counts[row.city_id], row.name, row.city_id))
    return Sheet(
        "Cities",
        "Each city named, the most spoken of first",
        columns,
        [
            (
                row.name,
                row.country,
                counts[row.city_id],
                document_links(row.document_ids, names),
                listed(row.aliases, {}),
                row.population,
                row.latitude,
                row.longitude,
                row.city_id,
            )
            for row in rows
        ],
        key="City id",
    )
