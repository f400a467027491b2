"""The desk in Debian's Chromium, as a person uses it: keyboard, two tabs, files, and axe."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

import pytest

import lecciones
from tests.desk.desks import opened_desk, small_dataset
from tests.forms.tools import CACHE, missing
from tests.lecciones.builders import UNMARKED, YES, form_docx
from tests.lecciones.test_review import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.desk.desks import Desk

AXE = CACHE / "axe.min.js"
BAD = ("serious", "critical", "moderate", "minor")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing("chromium")), reason="chromium is not installed"),
    pytest.mark.skipif(find_spec("playwright") is None, reason="playwright is not installed"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    from shutil import which

    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


class Visit:
    """A person at the desk: a tab, and what went wrong in it."""

    def __init__(self, desk: Desk, context: BrowserContext) -> None:
        self.desk = desk
        self.context = context
        self.foreign: list[str] = []
        self.faults: list[str] = []
        self.page = self.tab()
        self.page.goto(desk.served.link)

    def tab(self) -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        page.on("request", lambda request: self._note(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda told: self._hear(told.type, told.text))
        return page

    def at(self, path: str, page: Page | None = None) -> Page:
        """The page of the form that the ledger has at a path."""
        page = page or self.page
        page.goto(self.desk.origin + self.desk.address(path))
        return page

    def _note(self, url: str) -> None:
        if not url.startswith(self.desk.origin):
            self.foreign.append(url)

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 409" not in text:
            self.faults.append(text)


@pytest.fixture
def visit(desk: Desk, chromium: Browser) -> Iterator[Visit]:
    """A visit to the desk over a small dataset; nothing may be asked of any other host."""
    context = chromium.new_context(viewport={"width": 1280, "height": 850})
    one = Visit(desk, context)
    yield one
    context.close()
    assert (one.foreign, one.faults) == ([], [])


def test_an_unclear_consent_is_settled_with_the_keyboard_alone(visit: Visit) -> None:
    """From the queue to the last form: Tab, Enter, S, N, and the queue is empty."""
    page = visit.page
    assert page.title().startswith("Por revisar")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.href || ''").count("/forms/"):
            break
    first = page.evaluate("document.activeElement.textContent")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert first in page.inner_text("h1")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert f"Guardado: {first}" in page.inner_text("[role=status]")
    with page.expect_navigation():
        page.keyboard.press("n")
    assert "No hay formularios aquí" in page.inner_text("main")
    rows = ledger_of(visit)
    assert sorted(rows.values()) == ["no_consent", "no_consent", "published", "published"]


def ledger_of(visit: Visit) -> dict[str, str]:
    """The ledger's status by path, published anew."""
    visit.desk.published()
    frame = ledger(visit.desk.out)
    return {str(path): str(status) for path, status in frame["status"].items()}


def test_a_date_is_corrected_undone_and_corrected_again(tmp_path: Path, visit: Visit) -> None:
    """Typed in its field, kept with Ctrl+Enter, undone with U; after a new run it holds."""
    page = visit.at("si.docx")
    page.fill("#value-completed_on", "18/06/2025")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    visit.at("si.docx")
    assert page.input_value("#value-completed_on") == "18/06/2025"
    with page.expect_navigation():
        page.keyboard.press("u")
    assert "Se deshizo" in page.inner_text("[role=status]")
    assert page.input_value("#value-completed_on") == "17/06/2025"
    page.fill("#value-completed_on", "19 de junio de 2025")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    lecciones.run(tmp_path / "in", visit.desk.out, workers=1)
    frame = lecciones.read_lessons(visit.desk.out)
    assert str(frame["completed_on"].iloc[0])[:10] == "2025-06-19"
    assert frame["review"].iloc[0] == "corrected"


def test_letters_in_a_field_are_letters_and_can_be_switched_off(visit: Visit) -> None:
    """Typing "snf" decides nothing; without the keys of one letter nothing does."""
    page = visit.at("sin.docx")
    page.click("#value-topic")
    page.keyboard.type("snfcgu")
    assert page.input_value("#value-topic").endswith("snfcgu")
    page.keyboard.press("Escape")
    page.click("summary")
    page.uncheck("#keys-on")
    visit.at("sin.docx")
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert visit.desk.seen(visit.desk.address("sin.docx")) == "0"


def test_answer_and_place_light_up_together(visit: Visit) -> None:
    """Focus on the answer, the pointer on the place, and a click that goes to the answer."""
    page = visit.at("sin.docx")
    page.focus("#value-lesson")
    assert page.locator('#papers td[data-field="lesson"].lit').count() == 1
    page.focus("#value-topic")
    assert page.locator('#papers [data-field="lesson"].lit').count() == 0
    place = page.locator('#papers td[data-field="impact"]')
    place.hover()
    assert page.locator('.field[data-field="impact"].lit').count() == 1
    place.click()
    assert page.evaluate("document.activeElement.id") == "value-impact"


def test_two_tabs_in_conflict(visit: Visit) -> None:
    """The second one is told, and what it typed is still there."""
    first, second = visit.page, visit.tab()
    visit.at("sin.docx", first)
    visit.at("sin.docx", second)
    second.fill("#value-lesson", "Escrito en la otra pestaña")
    with first.expect_navigation():
        first.keyboard.press("s")
    with second.expect_navigation():
        second.click('button[value="no"]')
    assert "Alguien decidió" in second.inner_text("[role=alert]")
    assert second.input_value("#value-lesson") == "Escrito en la otra pestaña"
    assert ledger_of(visit)["sin.docx"] == "published"


def test_one_press_is_one_decision(visit: Visit) -> None:
    """A key held or pressed twice does not decide on the form that comes next."""
    page = visit.at("sin.docx")
    page.evaluate("""() => { for (const _ of [1, 2]) document.dispatchEvent(
        new KeyboardEvent("keydown", {key: "n", bubbles: true})); }""")
    page.wait_for_url("**/forms/**done=*")
    page.wait_for_timeout(300)
    assert ledger_of(visit)["z.zip!/ambas.docx"] == "consent_unclear"


def test_files_are_handed_in_processed_and_published(
    tmp_path: Path, whole_desk: Desk, chromium: Browser
) -> None:
    """Without a terminal: choose files, watch the run, settle one, publish, open the report."""
    (tmp_path / "a.docx").write_bytes(form_docx(YES, "Uno"))
    (tmp_path / "b.docx").write_bytes(form_docx(UNMARKED, "Dos"))
    context = chromium.new_context()
    visit = Visit(whole_desk, context)
    page = visit.page
    page.set_input_files("#files", [tmp_path / "a.docx", tmp_path / "b.docx"])
    with page.expect_navigation():
        page.click("#drop button")
    assert "Entregados: 2" in page.inner_text("[role=status]")
    page.click("button.main")
    page.get_by_text("Lecciones publicadas: 1").wait_for(timeout=60_000)
    page.goto(f"{whole_desk.origin}/queue")
    page.click("tbody a")
    with page.expect_navigation():
        page.click('button[value="yes"]')
    page.click("text=Publicar ahora")
    page.get_by_text("Lecciones en el conjunto de datos: 2").wait_for(timeout=60_000)
    page.click("nav >> text=Informe")
    assert "Informe de lecciones aprendidas" in page.inner_text("h1")
    context.close()
    assert (visit.foreign, visit.faults) == ([], [])
    assert len(lecciones.read_lessons(whole_desk.out)) == 2


def test_a_folder_dropped_on_the_page_is_handed_in(whole_desk: Desk, chromium: Browser) -> None:
    """As files of a drag; what is refused is told beside it."""
    context = chromium.new_context()
    visit = Visit(whole_desk, context)
    page = visit.page
    with page.expect_navigation():
        page.evaluate("""() => {
            const moved = new DataTransfer();
            moved.items.add(new File(["uno"], "uno.docx"));
            document.getElementById("drop").dispatchEvent(
                new DragEvent("drop", {dataTransfer: moved, bubbles: true, cancelable: true}));
        }""")
    assert "Entregados: 1" in page.inner_text("[role=status]")
    context.close()
    assert visit.faults == []


def test_a_new_start_half_way_keeps_what_was_decided(tmp_path: Path, chromium: Browser) -> None:
    """The old tab is told where to go; with the new link the work goes on."""
    out = small_dataset(tmp_path)
    context = chromium.new_context()
    with opened_desk(out) as first:
        visit = Visit(first, context)
        visit.at("sin.docx")
        with visit.page.expect_navigation():
            visit.page.keyboard.press("s")
        port = int(first.host.partition(":")[2])
    with opened_desk(out, port=port) as second:
        page = visit.page
        with page.expect_navigation():
            page.keyboard.press("n")
        assert "el enlace es otro" in page.inner_text("body")
        page.goto(second.served.link)
        assert "Por decidir: 1. Decididos: 1." in page.inner_text("main")
    context.close()


def axe_faults(page: Page) -> list[dict[str, Any]]:
    """What axe finds on a page; it runs outside the page's own policy."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    return [
        {"id": one["id"], "impact": one["impact"], "at": [n["html"][:150] for n in one["nodes"]]}
        for one in found["violations"]
    ]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there (npm pack axe-core)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "lang"), [(1280, "es"), (640, "en")])
def test_every_page_can_be_used_by_all(
    tmp_path: Path, chromium: Browser, scheme: Literal["light", "dark"], width: int, lang: str
) -> None:
    """Axe finds no fault: wide and at 200 % zoom, light and dark, in both languages."""
    out = small_dataset(tmp_path)
    context = chromium.new_context(
        viewport={"width": width, "height": 850}, color_scheme=scheme, reduced_motion="reduce"
    )
    with opened_desk(out, tmp_path / "formularios", lang=lang) as desk:
        page = Visit(desk, context).page
        desk.decide("si.docx", "save", topic="Otro tema")
        seen: dict[str, list[dict[str, Any]]] = {}
        addresses = {
            "home": "/", "queue": "/queue", "all": "/queue?state=all", "work": "/work",
            "unclear": desk.address("sin.docx"), "decided": desk.address("si.docx"),
            "fault": "/queue/nada", "missing": desk.address("z.zip!/ambas.docx"),
        }  # fmt: skip
        for name, address in addresses.items():
            if name == "missing":
                (tmp_path / "in/z.zip").unlink()
            page.goto(desk.origin + address)
            if page.query_selector("#value-topic"):
                page.focus("#value-topic")  # with its place lit up
            seen[name] = axe_faults(page)
    context.close()
    assert {name: found for name, found in seen.items() if found} == {}


@pytest.mark.parametrize("width", [640, 320])
def test_pages_reflow_without_scrolling_sideways(desk: Desk, chromium: Browser, width: int) -> None:
    """At 200 % and 400 % zoom of a usual screen everything stands in one column (WCAG 1.4.10)."""
    context = chromium.new_context(viewport={"width": width, "height": 700})
    page = Visit(desk, context).page
    for address in ("/queue?state=all", desk.address("sin.docx"), desk.address("si.docx")):
        page.goto(desk.origin + address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, address
    context.close()
