"""The explorer in a real browser: what a person with a mouse, a keyboard or a screen reader meets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import Chromium, installed
from load_builder import DURBAN, NASTY, REPORT, dataset, insight

from pipeline.load import LoadSettings, Material, explorer, load
from pipeline.model.dataset import Mentions

pytestmark = pytest.mark.skipif(not installed(), reason="Chromium is not installed")

LAMP, POLICE, PLAN = "Lamps lower fear in the street.", "Officers on foot know the names.", "Plant 40 trees a year."


def webp() -> bytes:
    from PIL import Image

    memory = io.BytesIO()
    Image.new("RGB", (300, 40), "white").save(memory, "WEBP")
    return memory.getvalue()


def some() -> Any:
    rows = [insight(number, text) for number, text in enumerate(NASTY.values())]
    rows += [
        insight(100, LAMP, group="learning", kind="practice", theme_ids=("policing",), confidence=0.6),
        insight(101, POLICE, group="learning", kind="issue", city_ids=("geonames:3165524",), confidence=0.4),
        insight(102, PLAN, group="plan", kind="objective", city_ids=(), theme_ids=()),
        *(insight(200 + number, f"Statement {number} of many about a square.") for number in range(300)),
    ]
    because = Mentions(
        mention_id="m-0000000000000007",
        document_id=REPORT,
        insight_id=rows[-303].insight_id,
        entity_type="theme",
        entity_id="policing",
        surface="fear",
        evidence=("fear", "street"),
        method="lexicon",
    )
    whole = dataset(insights=tuple(rows))
    return type(whole)(
        tables={**whole.tables, "mentions": (*whole.rows("mentions"), because)},
        texts=whole.texts,
    )


def made(out: Path) -> Path:
    key = insight(100, LAMP).insight_id
    material = Material(lambda digest: {key: webp()} if digest == "f1" * 32 else {}, lambda digest: b"%PDF-1.4")
    return load(some(), out, LoadSettings(title="A <b>title</b>"), material).path / "explorer.html"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return made(tmp_path_factory.mktemp("out")).as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with Chromium() as one:
        yield one


@pytest.fixture
def page(browser: Chromium, address: str) -> Iterator[Chromium]:
    """The explorer as it opens; at the end nothing may stand in the console."""
    browser.shape(1280, 800)
    browser.complaints.clear()
    browser.open(address)
    browser.until("document.querySelector('#main.ready')")
    yield browser
    assert browser.complaints == []


def count(page: Chromium) -> int:
    return int(page.js("document.querySelector('#count b').textContent.replace(',', '')"))


def first(page: Chromium) -> str:
    return str(page.js("document.querySelector('article .text').textContent"))


def go(page: Chromium, hash_: str) -> None:
    page.js(f"location.hash = {hash_!r}")
    page.until("document.querySelectorAll('article').length")


def search(page: Chromium, words: str) -> None:
    page.js("document.querySelector('#query').focus()")
    page.write(words)
    page.until("location.hash.includes('q=')")


def test_what_is_typed_is_searched_as_it_is_typed(page):
    search(page, "lamps fear")
    assert (count(page), first(page)) == (1, LAMP)
    assert page.js("[...document.querySelectorAll('mark')].map((one) => one.textContent)") == ["Lamps", "fear"]


def test_a_script_in_a_document_stays_text(page):
    search(page, '"script alert"')
    assert first(page) == NASTY["script"]
    assert page.js("document.querySelectorAll('script').length") == 3
    assert page.js("document.querySelector('h1').textContent") == "A <b>title</b>"


def test_a_filter_narrows_the_list_and_stands_in_the_address(page):
    page.click('.facet input[data-id="practice"]')
    page.until("location.hash === '#kind=practice'")
    assert (count(page), first(page)) == (1, LAMP)
    page.click("#chips button")
    assert count(page) == len(NASTY) + 303


@pytest.mark.parametrize(
    ("filter_", "text"),
    [
        ("kind=issue", POLICE),
        ("group=plan", PLAN),
        ("city=geonames:3165524", POLICE),
        ("sure=50", LAMP),
        ("sure=0", POLICE),
        ("q=trees&country=ZA", PLAN),
    ],
)
def test_an_address_leads_to_what_was_filtered(page, filter_, text):
    go(page, filter_)
    assert (count(page), first(page)) == (1, text)


def test_an_address_of_nonsense_shows_everything(page):
    go(page, "kind=%3Cscript%3E&view=constructor&order=toString&sure=7")
    assert count(page) == len(NASTY) + 303


def test_the_way_back_leads_to_the_filter_before(page):
    page.click('.facet input[data-id="practice"]')
    page.click("#chips button")
    page.js("history.back()")
    page.until("location.hash === '#kind=practice'")
    page.until("document.querySelectorAll('article').length === 1")


def test_details_show_the_page_and_the_words_that_made_a_theme(page):
    go(page, "kind=practice")
    page.click("article .more-of-it")
    page.until("document.querySelector('.details img')?.naturalWidth === 300")
    assert "page 3" in page.js("document.querySelector('.details img').alt")
    assert "Policing because of “fear”, “street”" in page.js("document.querySelector('.details dl').textContent")
    assert page.js("document.querySelector('.details a').getAttribute('href')") == f"files/{REPORT}.pdf#page=3"
    assert page.js("document.querySelector('article .more-of-it').getAttribute('aria-expanded')") == "true"


def test_pictures_lie_beside_a_page_that_would_grow_too_large(browser, tmp_path, monkeypatch):
    monkeypatch.setattr(explorer, "LARGEST", 1000)
    browser.complaints.clear()
    browser.open(made(tmp_path).as_uri() + "#kind=practice")
    browser.until("document.querySelectorAll('article').length === 1")
    browser.click("article .more-of-it")
    browser.until("document.querySelector('.details img')?.naturalWidth === 300")
    assert browser.js("document.querySelector('.details img').src").endswith(".webp")
    assert browser.complaints == []


def test_only_what_is_near_the_screen_is_on_the_page(page):
    most = 0
    for _ in range(30):
        page.js("window.scrollBy(0, 2000)")
        page.js("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        most = max(most, page.js("document.querySelectorAll('article').length"))
    page.js("window.scrollTo(0, document.body.scrollHeight)")
    page.until("[...document.querySelectorAll('article')].some((one) => one.ariaPosInSet === one.ariaSetSize)")
    assert 0 < most < 200


def test_the_keyboard_alone_is_enough(page):
    page.key("/")
    assert page.js("document.activeElement.id") == "query"
    page.write("of many")
    page.until("location.hash.includes('q=')")
    page.js("document.activeElement.blur()")
    for _ in range(25):
        page.key("j")
    assert page.js("document.activeElement.ariaPosInSet") == "25"
    page.key("k")
    assert page.js("document.activeElement.ariaPosInSet") == "24"
    page.js("document.querySelector('#views button').focus()")
    page.key("Enter")
    page.until("!document.querySelector('#view-map').hidden")
    page.js("document.querySelector('.dot').focus()")
    page.key("Enter")
    page.until("location.hash.includes('city=')")
    assert page.js("document.activeElement.getAttribute('aria-pressed')") == "true"


def test_a_city_on_the_map_is_a_filter(page):
    page.click('#views button[data-id="map"]')
    page.until("document.querySelectorAll('.dot').length === 2")
    page.click(f'.dot[data-id="{DURBAN}"] circle')
    page.until("location.hash.includes('city=geonames%3A1007311')")
    assert count(page) == len(NASTY) + 301
    durban, turin = page.js(
        "['1007311', '3165524'].map((id) => { const c = document.querySelector(`.dot[data-id='geonames:${id}'] circle`);"
        " return [Number(c.getAttribute('cx')), Number(c.getAttribute('cy'))]; })"
    )
    assert durban[1] > 0 > turin[1]  # south and north of the equator
    assert durban[0] > turin[0] > 0


def test_a_cell_of_the_matrix_is_a_theme_and_a_city(page):
    page.click('#views button[data-id="themes"]')
    page.until("document.querySelector('#matrix button')")
    assert "Policing in Durban" in page.js("document.querySelector('#matrix button').ariaLabel")
    page.click("#matrix button")
    page.until("location.hash.includes('theme=policing') && location.hash.includes('city=')")
    assert page.js("document.querySelectorAll('#matrix button').length") > 1  # the others stay in sight


def test_the_timeline_says_what_has_no_year(page):
    page.click('#views button[data-id="years"]')
    page.until("!document.querySelector('#view-years').hidden")
    assert page.js("document.querySelector('#years-note').textContent") == "No document here is dated."


def test_the_citation_has_words_document_page_and_id(page):
    go(page, "kind=practice")
    page.js(
        "window.said = ''; navigator.clipboard.writeText = (text) => { window.said = text; return Promise.resolve(); }"
    )
    page.click("article .acts button:nth-child(2)")
    page.until("window.said")
    said = page.js("window.said")
    for part in (f"“{LAMP}”", "[report.pdf]", "p. 3", "i-0000000000000064", "version "):
        assert part in said


def test_a_phone_shows_no_more_than_its_width(browser, address):
    browser.shape(360, 740)
    for view in ("", "#view=map", "#view=themes", "#view=years"):
        browser.open(address + view)
        browser.until("document.querySelector('#main.ready')")
        assert browser.js("document.documentElement.scrollWidth") <= 360, view
    browser.click("#open")
    browser.until("document.activeElement.id === 'close'")
    browser.key("Escape")
    browser.until("document.activeElement.id === 'open'")


def test_every_control_has_a_name(page):
    go(page, "view=map")
    nameless = page.js(
        "[...document.querySelectorAll('button, input, select, a, [role=button]')].filter((one) =>"
        " one.checkVisibility() && !(one.textContent.trim() || one.ariaLabel || one.labels?.length)).map((one) => one.outerHTML.slice(0, 90))"
    )
    assert nameless == []


def test_print_shows_statements_and_no_controls(page, tmp_path):
    import pypdfium2

    go(page, "kind=practice")
    page.pdf(tmp_path / "print.pdf")
    with pypdfium2.PdfDocument(tmp_path / "print.pdf") as printed:
        text = printed[0].get_textpage().get_text_bounded()
    assert LAMP in text.replace("\r\n", " ")
    assert "Copy citation" not in text


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_in_light_and_dark(browser, address, dark):
    """Contrast of WCAG 2.2 AA, 4.5 to 1, for the words of a card and the filters."""
    browser.shape(1280, 800, dark)
    browser.open(address)
    browser.until("document.querySelector('#main.ready')")
    weak = browser.js("""(() => {
      const parts = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
      const light = (text) => parts(text).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const ground = (one) => { for (let e = one; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
        if (!/, 0\\)$|transparent/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
      return [...document.querySelectorAll('article *, .facet *, .groups *, footer *, #count *')]
        .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && one.checkVisibility())
        .filter((one) => { const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5; })
        .map((one) => one.outerHTML.slice(0, 80));
    })()""")
    assert weak == []
