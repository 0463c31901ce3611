"""How fast the explorer opens and filters with 1,000 and 10,000 insights, in a real headless Chromium.

    python bench/explorer.py                  # prints a table
    python bench/explorer.py --keep FOLDER    # leaves the pages there, to be looked at

The statements are made up of parts, the cities are real. Times are of the page's own clock: `load` from the start of
navigation to the first cards, the others from the event to the frame in which the list has changed, the median of
several. `type` and `clear` hold the pause in which the page waits for another letter (30 ms, above 2,000 insights 120).
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "load"))

from chromium import Chromium  # noqa: E402  # it lies with the tests

from pipeline.load import LoadSettings, Release  # noqa: E402
from pipeline.load import explorer as writer  # noqa: E402
from pipeline.model.dataset import GROUPS, Cities, Countries, Dataset, Documents, Events, Insights, Themes  # noqa: E402

CITIES = [
    ("Durban", "ZA", "South Africa", -29.86, 31.03), ("Lagos", "NG", "Nigeria", 6.45, 3.39),
    ("Nairobi", "KE", "Kenya", -1.29, 36.82), ("Turin", "IT", "Italy", 45.07, 7.69),
    ("Bogotá", "CO", "Colombia", 4.61, -74.08), ("Medellín", "CO", "Colombia", 6.25, -75.56),
    ("Surabaya", "ID", "Indonesia", -7.25, 112.75), ("Manila", "PH", "Philippines", 14.6, 120.98),
    ("Mumbai", "IN", "India", 19.07, 72.88), ("Dhaka", "BD", "Bangladesh", 23.71, 90.41),
    ("Cairo", "EG", "Egypt", 30.06, 31.25), ("Amman", "JO", "Jordan", 31.96, 35.95),
    ("Beirut", "LB", "Lebanon", 33.89, 35.5), ("Tbilisi", "GE", "Georgia", 41.69, 44.83),
    ("Gdańsk", "PL", "Poland", 54.35, 18.65), ("Lisbon", "PT", "Portugal", 38.73, -9.15),
    ("Montréal", "CA", "Canada", 45.51, -73.59), ("Chicago", "US", "United States", 41.85, -87.65),
    ("Mexico City", "MX", "Mexico", 19.43, -99.13), ("Recife", "BR", "Brazil", -8.05, -34.88),
    ("São Paulo", "BR", "Brazil", -23.55, -46.64), ("Santiago", "CL", "Chile", -33.46, -70.65),
    ("Accra", "GH", "Ghana", 5.56, -0.2), ("Kigali", "RW", "Rwanda", -1.95, 30.06),
    ("Penang", "MY", "Malaysia", 5.41, 100.34), ("Busan", "KR", "South Korea", 35.1, 129.04),
    ("Melbourne", "AU", "Australia", -37.81, 144.96), ("Suva", "FJ", "Fiji", -18.14, 178.44),
]  # fmt: skip
THEMES = (
    "Policing", "Youth and gangs", "Women and girls", "Urban design and public space", "Transport", "Health",
    "Data and research", "Finance and resources", "Local governance", "Community participation", "Housing", "Water",
    "Environment and energy", "Education and prevention", "Justice and rehabilitation", "Employment and economy",
)  # fmt: skip
WHO = "Residents|Street traders|Bus drivers|School heads|Young mediators|Ward councillors|Nurses|Shopkeepers"
DOES = "mend lamps|walk home at night|meet the police|plant trees|keep records|share figures|clean drains|train others"
WHEN = "when the city answers within a week|where nobody asked them before|if the budget is published|in every ward"
MORE = " This was tried in two districts over eighteen months, with one team and no new budget, and it was measured."
STEPS = {
    "type": "document.querySelector('#query').value = 'drivers lamps'; document.querySelector('#query').dispatchEvent(new Event('input'));",
    "clear": "document.querySelector('#query').value = ''; document.querySelector('#query').dispatchEvent(new Event('input'));",
    "facet": "document.querySelector('.facet input').click();",
    "map": "document.querySelector('#views button').click();",
    "matrix": "document.querySelector('#views button:nth-child(2)').click();",
    "scroll": "window.scrollBy(0, 3000);",
}


def made_up(count: int) -> Dataset:
    """A dataset of that many insights; the same each time."""
    chance = random.Random(7)
    kinds = [(group, kind) for group, some in GROUPS.items() for kind in some]
    papers = [f"d-{number:016x}" for number in range(max(count // 40, 1))]
    weights = [1 / (1 + number) ** 0.7 for number in range(len(CITIES))]
    insights = []
    for number in range(count):
        group, kind = chance.choice(kinds)
        city = chance.choices(range(len(CITIES)), weights)[0]
        words = [chance.choice(WHO.split("|")), chance.choice(DOES.split("|")), chance.choice(WHEN.split("|"))]
        insights.append(
            Insights(
                insight_id=f"i-{number:016x}",
                document_id=papers[number % len(papers)],
                event_id="",
                group=group,
                kind=kind,
                text=f"{' '.join(words)}.{MORE * chance.randrange(3)} ({number})",
                section="Findings > Session 2",
                ordinal=number,
                page=1 + number % 9,
                theme_ids=tuple(
                    f"t{theme}" for theme in sorted(chance.sample(range(len(THEMES)), chance.randrange(4)))
                ),
                city_ids=(f"geonames:{city}",) if chance.random() < 0.7 else (),
                country_codes=(CITIES[city][1],) if chance.random() < 0.3 else (),
                confidence=round(chance.uniform(0.4, 1), 2),
                cluster_id=f"k-{number}",
            )
        )
    codes = dict(sorted({city[1]: city[2] for city in CITIES}.items()))
    return Dataset(
        tables={
            "documents": tuple(_document(paper, number) for number, paper in enumerate(papers)),
            "insights": tuple(insights),
            "themes": tuple(Themes(theme_id=f"t{n}", label=one, definition="") for n, one in enumerate(THEMES)),
            "cities": tuple(_city(number, *city) for number, city in enumerate(CITIES)),
            "countries": tuple(Countries(country_code=code, name=name) for code, name in codes.items()),
            "events": (Events(event_id="e-1", name="Forum"),),
        }
    )


def _document(paper: str, number: int) -> Documents:
    year = str(2004 + number % 20)
    return Documents(
        document_id=paper, sha256=paper, file_name=f"report-{number}.pdf", media_type="application/pdf",
        genre="forum_report", genre_confidence=1.0, title=f"Report {number} of the Forum", date=year,
        date_from=f"{year}-01-01", date_to=f"{year}-12-31",
    )  # fmt: skip


def _city(number: int, name: str, code: str, country: str, latitude: float, longitude: float) -> Cities:
    return Cities(
        city_id=f"geonames:{number}", name=name, country_code=code, country=country, latitude=latitude,
        longitude=longitude, population=1,
    )  # fmt: skip


def measured(browser: Chromium, address: str) -> dict[str, float]:
    """Milliseconds of each step, by its name."""
    times = {}
    loads = []
    for _ in range(3):
        browser.open(address)
        browser.until("document.querySelector('#main.ready')", 60)
        loads.append(browser.js("performance.getEntriesByType('navigation')[0].domComplete"))
    times["load"] = statistics.median(loads)
    for name, step in STEPS.items():
        found = [browser.js(_timed(step)) for _ in range(5)]
        times[name] = statistics.median(found)
    return times


def _timed(step: str) -> str:
    """From the step to the frame after the list has changed (for `scroll` and a view: after the step)."""
    return f"""(async () => {{
      const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const typing = {str("Event('input')" in step).lower()};
      await frame();
      const changed = new Promise((done) => new MutationObserver((_, all) => {{ all.disconnect(); done(); }})
        .observe(document.querySelector('#results'), {{ childList: true }}));
      const begun = performance.now();
      {step}
      if (typing) await changed;
      await frame();
      return performance.now() - begun;
    }})()"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path)
    keep = parser.parse_args().keep
    print("insights  page MB  " + "  ".join(f"{name:>7}" for name in ("load", *STEPS)) + "   (ms)")
    with tempfile.TemporaryDirectory() as folder, Chromium() as browser:
        for count in (1_000, 10_000):
            out = (keep or Path(folder)) / str(count)
            out.mkdir(parents=True, exist_ok=True)
            writer.write(Release(made_up(count), out, "0" * 12, LoadSettings().title, ""))
            page = out / "explorer.html"
            times = measured(browser, page.as_uri())
            figures = "  ".join(f"{value:7.0f}" for value in times.values())
            print(f"{count:8d}  {page.stat().st_size / 1e6:7.1f}  {figures}")
        if browser.complaints:
            print("The console said:", browser.complaints)


if __name__ == "__main__":
    main()
