"""The window in a real browser: from a roster to a sealed, verified archive without a terminal; each page fit for everybody."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest

from docgen import workbook
from docgen.folder import WORKBOOK, Folder
from tests import piles
from tests.browser import Browser, browser
from tests.desks import desk
from tests.semesters import a_semester, changed

pytestmark = [pytest.mark.slow, pytest.mark.chromium]

NAME = "2008-2009-2"
WIDTHS = (1280, 390)
PICTURES = os.environ.get("DOCGEN_PICTURES", "")
"""A folder for pictures of the pages, for somebody who wants to look at them."""


class Visitor:
    """A clerk at the browser, who looks at each page as one with a keyboard, a screen reader or a phone would."""

    def __init__(self, page: Browser) -> None:
        self.page = page
        self.axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
        self.looked_at: set[str] = set()

    def look(self, name: str) -> None:
        """Look at the page that is open: no serious finding of axe, nothing wider than a phone, nothing refused by policy."""
        for width in WIDTHS:
            self.page.size(width, 900)
            wide = self.page.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 1, f"{name} is {wide} px too wide at {width}"
            if PICTURES:
                self.page.picture(Path(PICTURES) / f"{name}-{width}.png")
        self.page.size(WIDTHS[0], 900)
        self.page.run(f"{self.axe}; true")
        found = self.page.run("axe.run().then((found) => JSON.stringify(found.violations))")
        serious = [_told(one) for one in json.loads(found) if one["impact"] in ("serious", "critical")]
        assert not serious, f"{name}: {serious}"
        assert not self.page.faults, f"{name}: {self.page.faults}"
        self._reach_everything_by_keyboard(name)
        self.looked_at.add(name)

    def _reach_everything_by_keyboard(self, name: str) -> None:
        """Press Tab until all that can be clicked has had the focus, and showed it; of radio buttons one stands for its group."""
        wanted = self.page.run(
            "document.activeElement.blur(), window.scrollTo(0, 0), window.unreached = new Set([...document.querySelectorAll("
            "'a[href], button, input:not([type=hidden]), select, textarea, summary')]"
            ".filter((one) => one.checkVisibility() && !one.matches(':disabled'))), window.unreached.size"
        )
        for _turn in range(wanted + 5):
            self.page.press("Tab")
            unshown, left = self.page.run(
                "(() => { const one = document.activeElement, look = getComputedStyle(one);"
                " for (const other of [...window.unreached])"
                " if (other === one || (one.type === 'radio' && other.type === 'radio' && other.name === one.name))"
                " window.unreached.delete(other);"
                " const shows = one === document.body || look.outlineStyle !== 'none' || one.type === 'checkbox';"
                " return [shows ? '' : one.outerHTML.slice(0, 120), window.unreached.size]; })()"
            )
            assert not unshown, f"{name}: what has the focus does not show it: {unshown}"
            if not left:
                break
        missed = self.page.run("[...window.unreached].map((one) => one.outerHTML.slice(0, 120))")
        assert wanted and not missed, f"{name}: no Tab leads there: {missed}"


def forty_scans_of(path: Path, papers: list[str], folder: Folder) -> Path:
    """Scan papers into one PDF as a feeder does: turned anyhow, a little askew, noisy, as JPEG.

    Somebody wrote over the code of the second page; the first was scanned twice; the rest are blank backs.
    """
    chance = Random(2009)
    pages: list[bytes] = []
    for paper in papers:
        with pypdfium2.PdfDocument(folder.output.pdf_of(paper)) as printed:
            turn = chance.choice((0, 90, 180, 270))
            pages += [piles.scan(page, chance, turn=turn, skew=chance.uniform(-3, 3)) for page in printed]
    pages[1] = piles.without_code(pages[1])
    pages.append(pages[0])
    pages += [piles.blank()] * (40 - len(pages))
    assert len(pages) >= 40
    return piles.as_pdf(path, pages)


def _told(one: dict[str, Any]) -> str:
    return f"{one['id']}: {one['help']} {[node['html'][:120] for node in one['nodes'][:3]]}"


def test_a_semester_goes_from_a_roster_to_a_verified_archive_in_the_window(tmp_path: Path) -> None:
    root = tmp_path / "各学期"
    root.mkdir()
    roster = tmp_path / "名单.csv"
    roster.write_text("学号,姓名,性别,政治面貌,班级\n0810130101,周砚秋,女,共青团员,影视081班\n", encoding="utf-8")
    with desk(root) as client, browser(tmp_path / "profile") as page:
        visitor = Visitor(page)
        page.open(client.address)
        assert "还没有学期" in page.run("document.body.innerText")
        visitor.look("first")
        page.open(f"http://{client.host}/new")
        visitor.look("new")
        page.choose("#file", roster)
        page.until("location.search.includes('roster=') && document.querySelector('#c1')")
        assert "周砚秋" in page.run("document.body.innerText")
        visitor.look("new-roster")
        page.fill("#term", NAME)
        page.click("button[value=begin]")
        page.until("document.body.dataset.semester === '2008-2009-2' && !document.getElementById('looking')")
        visitor.look("overview-empty")

        # As Excel would save it: first with a fault, then mended. The page notices both by itself.
        book = root / NAME / WORKBOOK
        whole = a_semester(2, talks=True)
        workbook.write(book, changed(whole, "groups", 0, guiding_teacher="T9999"))
        page.until("document.querySelector('.red') && document.querySelector('dl.glance')")
        page.open(f"http://{client.host}/s/{NAME}/faults")
        assert "小组!" in page.run("document.body.innerText")
        visitor.look("faults")
        page.open(f"http://{client.host}/s/{NAME}")
        workbook.write(book, whole)
        page.until("!document.querySelector('.red') && document.querySelector('dl.glance')")

        page.click("button.main")
        page.until("document.getElementById('steps')")
        page.until("document.body.dataset.stage === 'done'")
        visitor.look("built")
        page.open(f"http://{client.host}/s/{NAME}/papers")
        visitor.look("papers")
        page.fill("#filter", "备案表")
        shown = "[...document.querySelectorAll('a.paper')].filter((one) => one.checkVisibility()).length"
        assert page.run(shown) == 2
        page.run("document.activeElement.blur(), document.getElementById('main').append('旧的一页')")
        workbook.write(book, whole)  # the page is brought up to date, and shows no more than was asked for
        page.until("!document.getElementById('main').innerText.includes('旧的一页')")
        assert page.run(shown) == 2
        page.open(f"http://{client.host}/s/{NAME}/paper/G01-共勉协议书")
        page.until(
            "[...document.images].length && document.images[0].complete && document.images[0].naturalWidth > 300"
        )
        visitor.look("paper")

        page.open(f"http://{client.host}/s/{NAME}/sign")
        visitor.look("sign")
        waiting = page.run("[...document.querySelectorAll('input[name=paper]')].map((one) => one.value)")
        assert len(waiting) > 20
        page.choose("#scans", forty_scans_of(tmp_path / "扫描.pdf", waiting, Folder(book)))
        page.until("document.querySelector('#next')")
        visitor.look("sorted")
        page.click("#next")
        page.until("location.pathname.includes('/pile/')")
        ticked = page.run("[...document.querySelectorAll('input[name=paper]:checked')].map((one) => one.value)")
        assert ticked == waiting[1:]
        assert page.run("document.querySelector('main select').value") == f"{waiting[0]}|2"  # its neighbour tells
        page.run("document.querySelector('img.scan').scrollIntoView()")
        page.until("document.querySelector('img.scan').naturalWidth > 300")
        visitor.look("pile")
        page.click("button.main")
        page.until("document.body.dataset.stage === 'done'")
        assert f"已签署 {len(waiting)} 份" in page.run("document.body.innerText")
        visitor.look("signed")
        page.open(f"http://{client.host}/s/{NAME}/paper/{quote(waiting[0])}")
        page.click("summary")
        page.run("document.getElementById('main').append('旧的一页')")
        workbook.write(book, whole)  # the page is brought up to date, and what was opened on it stays open
        page.until("!document.getElementById('main').innerText.includes('旧的一页')")
        page.fill("#why", "扫错了")
        page.press("Enter")
        page.until("!document.querySelector('#why')")
        page.open(f"http://{client.host}/s/{NAME}/sign")
        assert page.run("[...document.querySelectorAll('input[name=paper]')].map((one) => one.value)") == waiting[:1]
        page.open(f"http://{client.host}/s/{NAME}/missing")
        visitor.look("missing")

        page.open(f"http://{client.host}/s/{NAME}/archive")
        visitor.look("archive")
        page.click("main button.main")
        page.until("document.body.dataset.stage === 'done'")
        assert "这只是试归档" in page.run("document.body.innerText") and not Folder(book).archive.exists()
        visitor.look("trial")
        page.click("main button.main")
        page.until("document.body.dataset.run === '5' && document.body.dataset.stage === 'done'")
        assert "已读回核验，完好" in page.run("document.body.innerText")
        visitor.look("sealed")
        page.open(f"http://{client.host}/s/{NAME}/find")
        page.fill("#q", "许南屏")
        page.press("Enter")
        page.until("document.querySelector('ol.hits li')")
        visitor.look("find")
        for name in ("statistics", "numbers", "templates", "settings", "template/agreement", "archive"):
            page.open(f"http://{client.host}/s/{NAME}/{name}")
            visitor.look(name.replace("/", "-"))
        page.open(f"http://{client.host}/nowhere")
        page.faults.clear()  # that it is not there is what is asked for
        visitor.look("error")
        page.click("footer button")
        page.until("document.body.innerText.includes('docgen 已停止')")
    assert len(visitor.looked_at) > 20
