"""The official layouts: what a secretary expects is in them, and both engines agree on every page."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import etree

from docgen import fonts, resources
from docgen.convert import EMBEDDED, LIBREOFFICE, WordFile, choose
from docgen.documents import KINDS, Document, Plain
from docgen.template import load
from tests.template_data import LONG_NAME, RECORDS, agreement, plan, work_report
from tools import templates as official

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


STEMS = [path.stem for path in official.paths()]


def filled(stem: str, data: dict[str, Plain]) -> bytes:
    return load(resources.templates() / f"{stem}.docx").fill(data)


def words(stem: str, data: dict[str, Plain]) -> str:
    """All text of a filled paper's body, a line a paragraph."""
    with zipfile.ZipFile(io.BytesIO(filled(stem, data))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(text.text or "" for text in one.iter(f"{W}t")) for one in root.iter(f"{W}p"))


def test_every_kind_is_tried_with_some_data() -> None:
    # Those that docgen fills from what it has made are looked at where it archives.
    filled_by_docgen = {"signing_list", "spine", "handover_list"}
    assert {stem for stem, records in RECORDS.items() if records} == set(KINDS) - filled_by_docgen


def test_every_kind_has_its_template_in_normal_form_and_its_text_is_the_one_checked_in() -> None:
    assert {path.stem for path in official.paths()} == set(KINDS)
    layouts = {path.stem: path.read_bytes() for path in official.paths()}
    common = official.shared(list(layouts.values()))
    stale = [stem for stem, layout in layouts.items() if official.normal(layout, common) != layout]
    assert stale == [], "run: make templates"
    there = {path.name: path.read_text(encoding="utf-8") for path in official.TEXTS.glob("*.txt")}
    assert there == official.texts(), "run: make templates"


def parts_of(stem: str) -> dict[str, bytes]:
    with zipfile.ZipFile(resources.templates() / f"{stem}.docx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("stem", STEMS)
def test_a_template_has_the_parts_it_needs_and_none_that_an_editor_adds(stem: str) -> None:
    needed = {
        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml",
        "word/settings.xml", "word/fontTable.xml", "docProps/core.xml", "docProps/app.xml",
    }  # fmt: skip
    footers = {"word/footer1.xml", "word/footer2.xml"}
    assert set(parts_of(stem)) in (needed, needed | footers)
    body = parts_of(stem)["word/document.xml"].decode("utf-8")
    for left in ("w:rsid", "w:proofErr", "w:bookmark", "w14:", "mc:", "w:lang", "w:docGrid"):
        assert left not in body


PAGES = {
    "official paper": (11906, 16838, 2098, 1471, 1984, 1587),
    "form": (11906, 16838, 1701, 1471, 1701, 1587),
    "list laid across": (16838, 11906, 1587, 1134, 1134, 1134),
}
"""Paper and margins in twips: of an official paper by GB/T 9704-2012 5.1 (37, 26, 35, 28 mm), of forms, of lists."""
OFFICIAL = ("work_report", "scheme", "notice_report", "innovation_case", "bulletin", "college_report", "agreement")
OF_THEIR_OWN = ("certificate", "spine", "cover", "catalogue", "remarks", "signing_list")


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_is_laid_out_as_papers_of_its_sort_are(stem: str) -> None:
    root = etree.fromstring(parts_of(stem)["word/document.xml"])
    for section in root.iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        assert size is not None
        assert margins is not None
        measures = [size.get(f"{W}{side}") for side in "wh"]
        measures += [margins.get(f"{W}{side}") for side in ("top", "right", "bottom", "left")]
        found = tuple(int(str(one)) for one in measures)
        assert sorted(found[:2]) == [11906, 16838], "A4"
        if stem not in OF_THEIR_OWN:
            assert found == PAGES["official paper"] if stem in OFFICIAL else found in PAGES.values()


def test_body_and_titles_have_the_faces_sizes_and_lines_of_the_standard() -> None:
    root = etree.fromstring(parts_of("work_report")["word/styles.xml"])
    styles = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
    # GB/T 9704-2012 5.2.2-5.2.4, 7.3: title 小标宋 2号, body 仿宋 3号 with 22 lines a page, headings 黑体 and 楷体.
    for name, face, half_points, line in (
        ("Title", "方正小标宋简体", "44", "640"),
        ("Body", "仿宋", "32", "578"),
        ("Heading1", "黑体", "32", "578"),
        ("Heading2", "楷体", "32", "578"),
    ):
        run, spacing = styles[name].find(f"{W}rPr"), styles[name].find(f"{W}pPr/{W}spacing")
        assert run is not None
        assert spacing is not None
        assert [one.get(f"{W}eastAsia") for one in run.iter(f"{W}rFonts")] == [face]
        assert [one.get(f"{W}val") for one in run.iter(f"{W}sz")] == [half_points]
        assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == (line, "exact")


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_template_saved_by_another_program_says_the_same_in_normal_form(tmp_path: Path) -> None:
    layouts = {path.stem: path.read_bytes() for path in official.paths()}
    common = official.shared(list(layouts.values()))
    (tmp_path / "in").mkdir()
    for stem in ("bulletin", "plan", "work_report"):
        (tmp_path / "in" / f"{stem}.docx").write_bytes(layouts[stem])
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "docx",
    ]
    every = sorted(map(str, (tmp_path / "in").iterdir()))
    subprocess.run([*command, "--outdir", str(tmp_path), *every], check=True, capture_output=True, timeout=120)

    def said(layout: bytes) -> list[str]:
        """Each paragraph with its style; what the program puts beside it, such as tab stops, is left out."""
        found = re.findall(r"^ *([A-Z]\w*)(?: \[.*?\])?: (.*)$", official.text(layout), re.MULTILINE)
        return [f"{style}: {words}" for style, words in found]

    for stem in ("bulletin", "plan", "work_report"):
        saved = official.normal((tmp_path / f"{stem}.docx").read_bytes(), common)
        assert said(saved) == said(layouts[stem])


@pytest.mark.parametrize("stem", STEMS)
def test_a_template_is_lean_and_opens(stem: str) -> None:
    path = resources.templates() / f"{stem}.docx"
    assert path.stat().st_size < 25_000
    assert docx.Document(str(path)).core_properties.title


@pytest.mark.parametrize("stem", sorted(RECORDS))
def test_nothing_of_the_template_is_left_in_a_paper(stem: str) -> None:
    for record in RECORDS[stem]:
        said = words(stem, record)
        assert not re.search(r"{{|{%|%}|}}|None|True|False|\[\]", said)
        assert not re.search(r"（）|、、|，，|。。|：。", said)


@pytest.mark.parametrize(
    ("form", "duty"), [("互勉", "思想动态"), ("互助", "项目（课题）团队"), ("携手", "一人联系一人")]
)
def test_the_duties_of_an_agreement_differ_by_form(form: str, duty: str) -> None:
    said = words("agreement", agreement(3, form))
    assert duty in said
    assert sum(other in said for other in ("思想动态，做到", "项目（课题）团队", "一人联系一人")) == 1


def test_an_agreement_says_all_that_is_promised_as_comrades() -> None:
    said = words("agreement", agreement(8))
    for expected in (
        "影艺共勉〔2009〕7号", LONG_NAME, "䶮小雨", "0809000003", "中共预备党员", "择优、自愿、互助、共勉", "优优联合",
        "2009年3月16日起，至2009年7月10日止", "纪录短片《老街》拍摄与展映", "学习目标", "守纪目标",
        "荣誉获取目标", "专业成就目标", "每月至少谈心一次",
        "自律", "互律", "他律", "公示", "许南屏", "变更备案表", "一式十份", "（盖章）",
    ):  # fmt: skip
        assert expected in said, expected
    assert "违约" not in said
    assert "法律" not in said


def test_an_agreement_with_nothing_optional_has_no_empty_section() -> None:
    lines = words("agreement", agreement(2, "互勉", bare=True)).split("\n")
    titles = [index for index, line in enumerate(lines) if re.match("[一二三四五六七八九十]、", line)]
    assert len(titles) == 10
    assert all(lines[index + 1].strip() for index in titles)
    assert "    年    月    日".replace(" ", "") not in "".join(lines)


def test_nobody_s_date_stands_on_an_agreement_that_is_not_signed_yet() -> None:
    unsigned = {**agreement(4), "签署日期": None}
    parties = unsigned["成员"]
    assert isinstance(parties, list)
    unsigned["成员"] = [{**one, "签署日期": None} for one in parties if isinstance(one, dict)]
    signatures = words("agreement", unsigned).partition("小组成员（签名）")[2]
    assert "2009年" not in signatures
    assert signatures.count("年　　月　　日") == 4 + 2
    signed = words("agreement", {**unsigned, "签署日期": date(2009, 3, 16)}).partition("小组成员（签名）")[2]
    assert signed.count("2009年3月16日") == 2


def test_a_name_that_would_leave_no_room_to_sign_stands_on_a_line_of_its_own() -> None:
    data = agreement(2)
    parties = data["成员"]
    assert isinstance(parties, list)
    names = ("阿依古丽·买买提", "阿卜杜热合曼·买买提吐尔逊")
    data["成员"] = [
        {**one, "姓名": name, "署名": name, "签署日期": date(2009, 3, 16)}
        for one, name in zip([one for one in parties if isinstance(one, dict)], names, strict=True)
    ]
    lines = words("agreement", data).partition("小组成员（签名）：\n")[2].split("\n")
    assert lines[:4] == ["阿依古丽·买买提（组长）", "　2009年3月16日", names[1], "　2009年3月16日"]
    assert words("agreement", agreement(2)).partition("小组成员（签名）：\n")[2].split("\n")[0].endswith("日")


def test_opinions_are_ruled_room_to_write_unless_the_workbook_has_a_text() -> None:
    blank, told = words("plan", plan()), words("plan", plan(opinion="同意。\n望落实。"))
    assert "同意。" not in blank
    assert told.count("同意。\n望落实。") == 3
    assert blank.count("　　年　　月　　日") == told.count("　　年　　月　　日") == 4  # with the leader's own


def test_a_plan_without_teacher_projects_or_schedule_says_so_and_leaves_no_bare_heads() -> None:
    said = words("plan", plan(2, "互勉", bare=True))
    assert "三、项目（课题）\n无" in said
    assert "指导教师" not in said
    assert "☑互勉　☐互助　☐携手" in said


def test_a_report_numbers_its_sections_and_annexes_by_what_there_is() -> None:
    whole, bare = words("work_report", work_report()), words("work_report", work_report(bare=True, groups=1))
    assert "五、典型事例" in whole
    assert "七、下一步打算" in whole
    assert "附件4\n荣誉一览表" in whole
    assert "五、存在问题" in bare
    assert "六、下一步打算" in bare
    assert "典型事例" not in bare
    assert "项目（课题）一览表" not in bare
    assert "附件3" not in bare


@pytest.mark.parametrize("stem", STEMS)
def test_a_header_row_repeats_and_no_row_breaks_across_pages_but_free_text_and_a_plans_goals(stem: str) -> None:
    with zipfile.ZipFile(resources.templates() / f"{stem}.docx") as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    rows = list(root.iter(f"{W}tr"))
    breaking = [row for row in rows if row.find(f"{W}trPr/{W}cantSplit") is None]
    said = ["".join(text.text or "" for text in row.iter(f"{W}t")) for row in breaking]
    assert all("{%p for 段 in" in one or (stem == "plan" and "方.姓名" in one) for one in said)
    if stem in ("agreement", "plan", "work_report", "catalogue"):
        assert any(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows)


@pytest.mark.parametrize("stem", STEMS)
def test_every_face_is_named_for_all_scripts_and_is_one_of_the_five(stem: str) -> None:
    with zipfile.ZipFile(resources.templates() / f"{stem}.docx") as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    for run in styles.iter(f"{W}rFonts"):
        assert len({run.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia")}) == 1
        assert run.get(f"{W}eastAsia") in {"仿宋", "楷体", "黑体", "宋体", "方正小标宋简体"}


# The order that the schema (ECMA-376 Part 1, 17.3.1.26, 17.4.66 …) asks for; Word repairs or refuses anything else.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs kinsoku overflowPunct autoSpaceDE "
    "autoSpaceDN snapToGrid spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b i color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "tblBorders": "top left bottom right insideH insideV",
    "style": "name basedOn next link uiPriority qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang decimalSymbol "
    "listSeparator",
}


@pytest.mark.parametrize("stem", STEMS)
def test_elements_stand_in_the_order_that_word_asks_for(stem: str) -> None:
    with zipfile.ZipFile(resources.templates() / f"{stem}.docx") as archive:
        roots = [
            etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        ]
    for root in roots:
        for element in root.iter():
            order = ORDERS.get(etree.QName(element).localname)
            if order:
                places = [order.split().index(etree.QName(child).localname) for child in element]
                assert places == sorted(places), etree.tostring(element)


@pytest.mark.parametrize("stem", STEMS)
def test_every_style_that_is_used_is_there_and_every_placeholder_is_a_run_of_its_own(stem: str) -> None:
    with zipfile.ZipFile(resources.templates() / f"{stem}.docx") as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        styles = etree.fromstring(archive.read("word/styles.xml"))
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    used = {one.get(f"{W}val") for name in ("pStyle", "rStyle") for one in root.iter(f"{W}{name}")}
    assert used <= known
    for text in root.iter(f"{W}t"):
        tags = re.findall(r"{{.*?}}|{%.*?%}", text.text or "")
        assert tags == [] or tags == [text.text]


TWIPS = {"SmallHead": 210, "SmallCentre": 210, "TableHead": 240, "TableCentre": 240}
"""A character's width, by style."""


@pytest.mark.parametrize("stem", STEMS)
def test_no_heading_of_a_column_or_a_row_is_broken_within_a_word(stem: str) -> None:
    root = etree.fromstring(parts_of(stem)["word/document.xml"])
    broken = []
    for cell in root.iter(f"{W}tc"):
        table, width = next(cell.iterancestors(f"{W}tbl")), cell.find(f"{W}tcPr/{W}tcW")
        assert width is not None
        margin = table.find(f"{W}tblPr/{W}tblCellMar/{W}left")
        room = int(width.get(f"{W}w") or 0) - 2 * int("108" if margin is None else margin.get(f"{W}w") or 0)
        for paragraph in cell.findall(f"{W}p"):
            name = paragraph.find(f"{W}pPr/{W}pStyle")
            said = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
            # Half a character for Latin letters and for the spaces that draw a label out.
            characters = sum(0.5 if sign.isascii() else 1 for sign in said)
            each = TWIPS.get("" if name is None else str(name.get(f"{W}val")), 0)
            if "{" not in said and characters * each > room:
                broken.append(said)
    assert broken == []


@pytest.mark.parametrize("engine", [EMBEDDED, pytest.param(LIBREOFFICE, marks=pytest.mark.libreoffice)])
@pytest.mark.slow
def test_a_group_s_summary_is_signed_below_its_own_words_however_many_goals_there_are(
    tmp_path: Path, engine: str
) -> None:
    usual = RECORDS["group_summary"][0]
    goals = usual["目标"]
    assert isinstance(goals, list)
    told = {"下一步打算": "", "存在问题": "统稿慢。"}
    papers = [
        WordFile(f"{count} {more}", filled("group_summary", {**usual, **more, "目标": (goals * 30)[:count]}))
        for count in range(4, 26, 3)
        for more in ({}, told, dict.fromkeys(("基本情况", "主要做法", "取得成效", "典型事例", *told), ""))
    ]
    faces = fonts.prepare({sign for one in papers for sign in fonts.characters(one.docx)}, tmp_path)
    for paper, result in zip(papers, choose(engine, faces).convert(papers), strict=True):
        assert isinstance(result, bytes)
        document = pypdfium2.PdfDocument(result)
        last = re.sub(r"\s", "", document[len(document) - 1].get_textpage().get_text_range())
        assert "组长签名" in last, paper.name
        assert any(label in last for label in ("典型事例", "下一步打算", "存在问题", "总结")), paper.name


@pytest.mark.libreoffice
@pytest.mark.slow
def test_both_engines_give_every_paper_the_same_number_of_pages(tmp_path: Path) -> None:
    papers = [
        WordFile(f"{stem}{index}", filled(stem, record))
        for stem, records in RECORDS.items()
        for index, record in enumerate(records)
    ]
    faces = fonts.prepare({sign for one in papers for sign in fonts.characters(one.docx)}, tmp_path)
    pages = {}
    for name in (EMBEDDED, LIBREOFFICE):
        results = choose(name, faces).convert(papers)
        assert all(isinstance(one, bytes) for one in results)
        pages[name] = {
            paper.name: len(pypdfium2.PdfDocument(result)) for paper, result in zip(papers, results, strict=True)
        }
    assert pages[EMBEDDED] == pages[LIBREOFFICE]


def scheduled(data: dict[str, Plain], lines: int) -> dict[str, Plain]:
    """The same plan with so many lines in its schedule."""
    schedule = data["日程"]
    assert isinstance(schedule, list)
    return {**data, "日程": (schedule * lines)[:lines]}


@pytest.mark.parametrize("engine", [EMBEDDED, pytest.param(LIBREOFFICE, marks=pytest.mark.libreoffice)])
@pytest.mark.slow
def test_a_plan_s_filing_stamp_stands_on_the_page_of_the_general_branch_s_opinion_whatever_its_size(
    tmp_path: Path, engine: str
) -> None:
    papers = [
        WordFile(f"{count} people, {lines} lines", filled("plan", scheduled(plan(count), lines)))
        for count in range(2, 9)
        for lines in range(0, 8, 2)
    ]
    faces = fonts.prepare({sign for one in papers for sign in fonts.characters(one.docx)}, tmp_path)
    for paper, result in zip(papers, choose(engine, faces).convert(papers), strict=True):
        assert isinstance(result, bytes)
        document = pypdfium2.PdfDocument(result)
        last = re.sub(r"\s", "", document[len(document) - 1].get_textpage().get_text_range())
        for said in ("负责人签名（盖章）", "备案号", "备案章", "本表一式两份"):
            assert said in last, (paper.name, said)


CERTIFICATES: dict[str, dict[str, Plain]] = {
    "short": {},
    "full": {
        "党组织": "中共浙江横店影视职业学院影视艺术系总支部委员会",
        "发文机关": "中共浙江横店影视职业学院影视艺术系总支部委员会",
    },
    "very long": {
        "党组织": "中共内蒙古自治区锡林郭勒盟职业技术师范学院护理与健康管理学院总支部委员会",
        "发文机关": "中共内蒙古自治区锡林郭勒盟职业技术师范学院护理与健康管理学院总支部委员会",
        "授予单位": "护理与健康管理学院",
        "荣誉名称": "2025—2026学年第一学期“携手共勉”活动学生党员先锋岗与入党积极分子志愿服务先进个人",
        "获奖者": [
            {"姓名": LONG_NAME, "称谓": "同学", "班级": "2023级护理（助产与母婴健康方向）专升本实验1班"},
            {"姓名": "王敏", "称谓": "同学", "班级": "2023级护理1班"},
        ],
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("engine", [EMBEDDED, pytest.param(LIBREOFFICE, marks=pytest.mark.libreoffice)])
def test_a_certificate_is_one_page_for_each_who_won_it_however_long_the_names(tmp_path: Path, engine: str) -> None:
    usual = RECORDS["certificate"][0]
    papers = {name: {**usual, **values} for name, values in CERTIFICATES.items()}
    sources = [WordFile(name, filled("certificate", data)) for name, data in papers.items()]
    faces = fonts.prepare({sign for one in sources for sign in fonts.characters(one.docx)}, tmp_path)
    for (name, data), result in zip(papers.items(), choose(engine, faces).convert(sources), strict=True):
        assert isinstance(result, bytes)
        winners = data["获奖者"]
        assert isinstance(winners, list)
        norm = Document(KINDS["certificate"], "H1", "荣誉证书", data).norm
        assert norm == (len(winners), len(winners)), "the gate asks for a page each"
        assert len(pypdfium2.PdfDocument(result)) == len(winners), name


@pytest.mark.slow
@pytest.mark.parametrize("engine", [EMBEDDED, pytest.param(LIBREOFFICE, marks=pytest.mark.libreoffice)])
def test_a_cover_is_one_page_however_long_the_names(tmp_path: Path, engine: str) -> None:
    usual = RECORDS["cover"][0]
    school = "云南民族地区卫生健康应用型高等专科学校暨附属护理职业技术学院"
    branch = f"中共{school}护理与健康管理学院总支部委员会"
    names = {"学校": school, "院系": "护理与健康管理学院（民族医药学院）", "党组织": branch, "全宗名称": school}
    source = WordFile("cover", filled("cover", {**usual, **names}))
    (result,) = choose(engine, fonts.prepare(fonts.characters(source.docx), tmp_path)).convert([source])
    assert isinstance(result, bytes)
    assert len(pypdfium2.PdfDocument(result)) == 1


def test_every_chart_of_the_report_says_in_words_what_it_shows() -> None:
    with zipfile.ZipFile(resources.templates() / "work_report.docx") as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    drawn = [one for one in root.iter(f"{W}tbl") if "条形" in "".join(text.text or "" for text in one.iter(f"{W}t"))]
    said = [one.find(f"{W}tblPr/{W}tblDescription") for one in drawn]
    assert len(drawn) == 3
    assert all(one is not None and str(one.get(f"{W}val")).startswith("条形图：") for one in said)


@pytest.mark.parametrize("engine", [EMBEDDED, pytest.param(LIBREOFFICE, marks=pytest.mark.libreoffice)])
@pytest.mark.parametrize(
    ("stem", "people", "signed", "rows"),
    [("selection_list", "候选人", "党总支书记（签名）", 2), ("credit_summary", "学生", "教务处审核", 1)],
)
@pytest.mark.slow
def test_no_page_has_the_last_row_of_a_list_alone_nor_its_signature(
    tmp_path: Path, engine: str, stem: str, people: str, signed: str, rows: int
) -> None:
    usual = RECORDS[stem][0]
    someone = usual[people]
    assert isinstance(someone, list)
    papers = []
    for count in range(4, 16):
        listed: list[Plain] = [
            {**one, "序号": number, "姓名": f"候选{number:02}"}
            for number in range(1, count + 1)
            if isinstance(one := someone[0], dict)
        ]
        papers.append(WordFile(f"{count}", filled(stem, {**usual, people: listed})))
    faces = fonts.prepare({sign for one in papers for sign in fonts.characters(one.docx)}, tmp_path)
    for paper, result in zip(papers, choose(engine, faces).convert(papers), strict=True):
        assert isinstance(result, bytes)
        document = pypdfium2.PdfDocument(result)
        last = re.sub(r"\s", "", document[len(document) - 1].get_textpage().get_text_range())
        assert signed in last
        assert last.count("候选") >= rows, (paper.name, last)


@pytest.mark.parametrize("stem", ["work_report", "innovation_case"])
def test_a_count_does_not_run_into_a_name_that_ends_in_a_figure(stem: str) -> None:
    (told, *_bare) = RECORDS[stem]
    names = {"按班级": "船舶2501", "成果": "软件V2", "实践基地": "基地3", "证书": "CET4"}
    figures = told["统计"]
    assert isinstance(figures, dict)
    counts: dict[str, Plain] = {title: [{"名称": name, "数量": 7, "图示": ""}] for title, name in names.items()}
    said = words(stem, {**told, "统计": {**figures, **counts}})
    assert [name for name in names.values() if f"{name}：7" not in said] == []


HEADED = (
    "activist_roll", "amendment", "appraisal", "assessment", "catalogue", "class_contacts", "contact_record", "credit_summary",
    "cultivation_record", "dossier", "group_summary", "jury_summary", "mutual_review", "plan", "register", "remarks",
    "selection_list", "sign_in_sheet",
)  # fmt: skip


@pytest.mark.parametrize("stem", HEADED)
def test_the_line_below_the_title_is_parted_where_it_must_for_a_long_name_and_only_then(stem: str) -> None:
    record = RECORDS[stem][0]
    department = "人工智能与海洋工程装备技术创新创业研究与应用促进学院"
    for name, is_long in (("影视艺术系", False), (department, True)):
        changed = {key: value for key, value in (("院系", name), ("党组织", f"{name}党总支部委员会")) if key in record}
        document = docx.Document(io.BytesIO(filled(stem, {**record, **changed})))
        (head,) = [one.text for one in document.paragraphs[:3] if one.text.startswith(name)]
        parts = head.split("\n")
        assert len(parts) == 1 + is_long, head
        assert stem == "dossier" or parts[-1].startswith("20") is is_long, head
