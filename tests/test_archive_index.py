"""The index page: everything in one file, nothing from outside, and the search finds what an inspector asks for."""

from __future__ import annotations

import html
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

import pypdfium2
import pytest

from docgen import archives
from docgen.archives import BagCatalogue, Chart, GroupEntry, Member, Overview, Unfinished, index_page
from tests import made_archives, paper_pdfs
from tests.browser import CHROMIUM, browser

EVIL = "</script><img src=x onerror=alert(1)>\u2028\"'&"
OVERVIEW = Overview(
    "影视艺术系党总支",
    "携手共勉",
    made_archives.TERM,
    "归档",
    figures=(("小组", "4"),),
    charts=(
        Chart("各形式小组数", (("互勉", (2,)), ("互助", (0,)))),
        Chart("各类目标", (("学习目标", (3, 1, 0)),), ("完成", "未完成", "未报")),
    ),
    groups=(
        GroupEntry("G01", "晨光剧本互助小组", "互助", "张喆", members=(Member("张喆", "0081001", "影视081班"),)),
        GroupEntry("G02", EVIL, "互勉", "欧阳王堃", members=(Member("欧阳王堃", "0081002", "影视082班"),)),
        GroupEntry(
            "G03", "光影", "携手", "李䶮", members=(Member("李䶮", "0081003"), Member("张喆", "0081001", "影视081班"))
        ),
        GroupEntry("G04", "撤了的组", state="已撤销"),
    ),
    kinds=("共勉协议书", "共勉计划备案表", "共勉小组总结"),
    unfinished=(Unfinished("G02", EVIL, "英语四级", "通过", "", "考试改期"),),
)


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> BagCatalogue:
    folder = tmp_path_factory.mktemp("index")
    return made_archives.bundle(folder / "合订本.pdf", folder, paper_pdfs.face(folder / "faces"))[0]


@pytest.fixture(scope="session")
def page(catalogue: BagCatalogue) -> str:
    return index_page(OVERVIEW, [("2009-D30", catalogue)]).decode()


def records(page: str) -> list[dict[str, object]]:
    match = re.search(r'<script type="application/json" id="records">(.*?)</script>', page, re.DOTALL)
    assert match
    return list(json.loads(match[1]))


def test_nothing_is_fetched_from_anywhere(page: str) -> None:
    bare = page.replace(html.escape(EVIL), "")
    assert not re.search(r"https?:|@import|url\(|<link|<iframe|fetch\(|XMLHttpRequest|<img", bare)
    assert "default-src 'none'" in html.unescape(page)


def test_hostile_names_stay_text(page: str) -> None:
    assert "<img" not in page
    assert page.count("</script>") == 2
    assert any(one["label"] == f"G02 {EVIL}" for one in records(page))


def test_a_person_leads_to_the_papers_of_all_their_groups_at_their_pages(page: str, catalogue: BagCatalogue) -> None:
    (person,) = (one for one in records(page) if str(one["label"]).startswith("张喆"))
    links = {title: unquote(place) for title, place in person["links"]}  # type: ignore[attr-defined]
    assert set(links) == {"G01 共勉协议书", "G01 共勉计划备案表", "G03 共勉协议书", "G03 共勉计划备案表"}
    row = next(line for line in catalogue.lines if line.name == "G03-共勉计划备案表")
    assert links["G03 共勉计划备案表"] == f"2009-D30/data/合订本.pdf#page={catalogue.files[0].front + row.first_page}"


def test_a_person_leads_to_the_items_that_name_them_and_to_no_other_of_their_groups(catalogue: BagCatalogue) -> None:
    about = {
        "G01-共勉协议书": "\x1f张喆\x1f0081001\x1f",
        "G03-共勉计划备案表": "\x1f0081001\x1f",
        "G02-共勉协议书": "\x1f0081002\x1f",
        "G03-共勉协议书": "\x1f张喆\x1f",
        "G01-共勉计划备案表": "\x1f李䶮\x1f",
        "G02-共勉计划备案表": "\x1f00810019\x1f没有人\x1f",
    }
    found = records(index_page(OVERVIEW, [("2009-D30", catalogue)], about).decode())
    (person,) = (one for one in found if str(one["label"]).startswith("张喆"))
    assert [title for title, _place in person["links"]] == ["G01 共勉协议书", "G03 共勉协议书", "G03 共勉计划备案表"]  # type: ignore[attr-defined]


def test_a_person_leads_to_papers_that_tell_of_them_and_to_those_of_their_groups_that_name_nobody(
    catalogue: BagCatalogue,
) -> None:
    about = {
        "G02-共勉协议书": "\x1f互评：张喆同学进步很快\x1f",
        "G01-共勉计划备案表": "\x1f小组总结\x1f",
        "G02-共勉计划备案表": "\x1f小组总结\x1f",
    }
    found = records(index_page(OVERVIEW, [("2009-D30", catalogue)], about).decode())
    (person,) = (one for one in found if str(one["label"]).startswith("张喆"))
    assert [title for title, _place in person["links"]] == ["G01 共勉计划备案表", "G02 共勉协议书"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("asked", ["共勉计划备案表", "Z109-WS·2009-D30-DQ11-0003", "件0003", "0003"])
def test_every_item_is_found_by_its_kind_its_title_and_its_numbers(page: str, asked: str) -> None:
    hits = [one for one in records(page) if asked.lower() in str(one["text"])]
    assert hits and all("#page=" in place for one in hits for _title, place in one["links"])  # type: ignore[attr-defined]


def test_what_is_lacking_is_said_and_a_withdrawn_group_lacks_nothing(page: str) -> None:
    assert 'data-en="3 missing"' in page
    assert page.count("<td class=lack>") == 3
    assert page.count("<td>—</td>") == 3


def test_a_bar_of_several_parts_is_told_apart_by_lightness_and_says_its_numbers(page: str) -> None:
    (row,) = re.findall(r"<th scope=row>学习目标</th><td>(.*?)</td>", page)
    widths = [float(width) for width in re.findall(r'width="([\d.]+)"', row)]
    assert widths == [90.0, 30.0], "three of four, and one; nothing where nothing is"
    assert row.endswith("3 / 1 / 0")
    fills = re.findall(r'fill="(#\w+)"', row)
    assert len(set(fills)) == 2
    assert all(f"</svg> {part} " in page for part in ("完成", "未完成", "未报"))


def test_what_is_unfinished_stands_with_its_reason(page: str) -> None:
    assert "考试改期" in page


def test_the_page_is_the_same_bytes_in_either_language(catalogue: BagCatalogue, page: str) -> None:
    from docgen import messages

    before = messages.language()
    try:
        messages.set_language("en")
        assert index_page(OVERVIEW, [("2009-D30", catalogue)]).decode() == page
    finally:
        messages.set_language(before)


def dom(path: Path, fragment: str) -> str:
    assert CHROMIUM
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--dump-dom",
        f"{path.as_uri()}#q={quote(fragment)}",
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")
@pytest.mark.parametrize(
    ("asked", "found"),
    [("欧阳", "欧阳王堃"), ("0081003", "李䶮"), ("影视081", "张喆"), ("晨光", "G01"), ("g02 欧阳", "G02")],
)
def test_in_a_browser_the_search_finds_by_name_number_class_and_group(
    tmp_path: Path, page: str, asked: str, found: str
) -> None:
    path = tmp_path / "index.html"
    path.write_text(page, encoding="utf-8")
    hits = re.search(r'<ol id="hits".*?</ol>', dom(path, asked), re.DOTALL)
    assert hits
    text = re.sub(r"<[^>]+>", "", hits[0])
    assert found in text
    assert "#page=" in hits[0]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")
def test_two_characters_of_a_name_find_a_person_and_a_click_opens_the_bundle_at_the_page(
    tmp_path: Path, page: str, catalogue: BagCatalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path / "archive 归档"
    bundle = folder / "2009-D30/data/合订本.pdf"
    bundle.parent.mkdir(parents=True)
    made_archives.bundle(bundle, tmp_path, paper_pdfs.face(tmp_path_factory.mktemp("faces")))
    (folder / "index.html").write_text(page, encoding="utf-8")
    with browser(tmp_path / "profile") as one:
        one.open((folder / "index.html").as_uri())
        one.press("Tab")  # the skip link comes first
        one.press("Enter")
        one.run("document.getElementById('query').focus()")
        one.type("王堃")
        assert "欧阳王堃" in one.run("document.querySelector('#hits li').innerText")
        assert one.run("document.querySelectorAll('#hits > li').length") == 2  # the person and the group
        one.click("#hits a")
        while not one.goals:
            one.run("0")
        asked = list(one.requests)
    goal, _hash, number = unquote(one.goals[0]).partition("#page=")
    assert goal == unquote(bundle.as_uri())
    document = pypdfium2.PdfDocument(bundle)
    text = document[int(number) - 1].get_textpage().get_text_range()
    document.close()
    assert "欧阳王堃" in text and "共勉协议书" in text
    # nothing but the page, the bundle and the browser's own PDF viewer
    assert {address.partition(":")[0] for address in asked} <= {"file", "chrome-extension"}


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_fits_a_wide_and_a_narrow_screen_and_speaks_both_languages(
    tmp_path: Path, page: str, width: int
) -> None:
    path = tmp_path / "index.html"
    path.write_text(page, encoding="utf-8")
    with browser(tmp_path / "profile") as one:
        one.size(width, 800)
        one.open(path.as_uri())
        assert one.run("document.documentElement.scrollWidth") <= width
        one.click("#language")
        assert one.run("document.documentElement.lang") == "en"
        assert "Completeness" in one.run("document.body.innerText")
        assert one.run("document.title.includes('<img')") is False and one.run("document.images.length") == 0
        one.picture(tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 10_000


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")
def test_the_page_of_an_edition_says_when_another_one_followed(tmp_path: Path, catalogue: BagCatalogue) -> None:
    for number in ("1", "2"):
        (tmp_path / number).mkdir()
        (tmp_path / number / archives.MARK).write_bytes(archives.mark(number))
        page = index_page(replace(OVERVIEW, number=number), [("2009-D30", catalogue)])
        (tmp_path / number / "index.html").write_bytes(page)
    notices = {}
    for number in ("1", "2"):
        with browser(tmp_path / f"profile{number}") as one:
            one.open((tmp_path / number / "index.html").as_uri())
            one.run("new Promise((done) => setTimeout(done, 500))")
            one.run("location.hash = '#q=100%'; new Promise((done) => setTimeout(done, 100))")
            assert one.run("document.getElementById('query').value") == "100%"
            notices[number] = one.run("document.getElementById('superseded').innerText")
    assert notices == {"1": "本版已被第2版取代", "2": ""}


def test_the_index_page_shows_the_papers_of_each_person_and_calls_none_missing(
    catalogue: BagCatalogue,
) -> None:
    first = catalogue.lines[0].name
    number, _dash, title = first.partition("-")
    overview = Overview(
        "影视艺术系党总支",
        "发展党员",
        made_archives.TERM,
        "归档",
        figures=(("女性", "6 / 12（50.0%）"),),
        charts=(Chart("阶段", (("发展对象", (5,)),)),),
        groups=(GroupEntry(number, "许知遥"), GroupEntry("024199", "顾晚晴")),
        kinds=(title, "公示"),
        unit="人员",
    )
    page = index_page(overview, [("2026-D30", catalogue)]).decode()
    assert "人员与文件" in page
    assert f'aria-label="{number} {title}">✓' in page
    assert "女性</dt><dd>6 / 12（50.0%）" in page
    assert not [word for word in ("小组", "缺 ", "未完成事项") if word in page]
