"""What a template's package may hold is a list of good things: all else is refused by name, the harmless left out."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image

from docgen import resources
from docgen.errors import TemplateError
from docgen.template import load
from docgen.template.lint import lint
from tests.test_template_safety import doctored, document_with, relationship

PNG = io.BytesIO()
Image.new("RGB", (2, 2)).save(PNG, "PNG")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def a_field(code: str, shown: str = "1") -> bytes:
    runs = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"<w:p>{BEGIN}{runs}{SEPARATE}<w:r><w:t>{shown}</w:t></w:r>{END}</w:p>".encode()


def types_with(entry: str) -> bytes:
    with zipfile.ZipFile(resources.templates() / "plan.docx") as archive:
        return archive.read("[Content_Types].xml").replace(b"</Types>", f"{entry}</Types>".encode())


def a_picture(tmp_path: Path, content: bytes, ending: str, kind: str) -> Path:
    changes = {
        f"word/media/x.{ending}": content,
        "word/_rels/document.xml.rels": relationship("image", f"media/x.{ending}", "Internal"),
        "[Content_Types].xml": types_with(f'<Override PartName="/word/media/x.{ending}" ContentType="{kind}"/>'),
    }
    return doctored(tmp_path, **changes)


def refused(path: Path) -> str:
    with pytest.raises(TemplateError) as caught:
        load(path)
    assert caught.value.hint
    return str(caught.value)


@pytest.mark.parametrize(
    "drawing",
    [
        '<image xlink:href="file:///srv/a.png"/>',
        '<image href="/srv/a.png"/>',
        '<image href="a.pdf"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<rect style="fill:url(http://192.0.2.1/x)"/>',
        '<rect fill="url(file:///srv/a.svg#a)"/>',
        '<style>@import "file:///srv/a.css";</style>',
        "<style>rect { fill: url(x.svg#a) }</style>",
        "<script>1</script>",
        '<rect onload="1"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<?xml-stylesheet href="file:///srv/a.css"?>',
    ],
)
def test_a_vector_picture_that_takes_in_anything_is_refused(tmp_path: Path, drawing: str) -> None:
    assert "word/media/x.svg" in refused(a_picture(tmp_path, SVG.format(drawing).encode(), "svg", "image/svg+xml"))


def test_a_vector_picture_of_its_own_lines_is_no_danger(tmp_path: Path) -> None:
    own = '<defs><linearGradient id="a"/></defs><rect width="9" height="9" fill="url(#a)"/><use xlink:href="#a"/>'
    assert load(a_picture(tmp_path, SVG.format(own).encode(), "svg", "image/svg+xml"))


@pytest.mark.parametrize(
    ("content", "ending", "kind"),
    [
        (SVG.format('<image href="/srv/a.png"/>').encode(), "png", "image/png"),
        (b"%PDF-1.7 x", "png", "image/png"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "dat", "application/vnd.openxmlformats-officedocument.oleObject"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "dat", "application/vnd.ms-office.vbaProject"),
        (PNG.getvalue(), "xyz", "application/octet-stream"),
    ],
    ids=["vectors as .png", "PDF as .png", "OLE", "VBA", "unknown"],
)
def test_a_part_is_judged_by_what_it_is_not_by_its_name(tmp_path: Path, content: bytes, ending: str, kind: str) -> None:
    assert f"word/media/x.{ending}" in refused(a_picture(tmp_path, content, ending, kind))


@pytest.mark.parametrize("size", [(30_000, 8), (8, 30_000), (11_000, 11_000)], ids=str)
def test_a_picture_with_more_dots_than_a_page_shows_is_refused_before_anything_draws_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    content = io.BytesIO()
    Image.new("1", size).save(content, "PNG")
    assert "word/media/x.png" in refused(a_picture(tmp_path, content.getvalue(), "png", "image/png"))


def test_a_photograph_under_a_wrong_ending_is_a_photograph(tmp_path: Path) -> None:
    assert load(a_picture(tmp_path, PNG.getvalue(), "jpg", "image/jpeg"))


@pytest.mark.parametrize(
    "code",
    [
        "INCL{# x #}UDETEXT &quot;file:///srv/a&quot;",
        "INCL<![CDATA[UDETEXT]]> &quot;file:///srv/a&quot;",
        "INCL<!-- x -->UDETEXT &quot;file:///srv/a&quot;",
        "&#73;NCLUDEPICTURE x",
        "{{ 种类 }} &quot;file:///srv/a&quot;",
        "ASK 姓名",
        "FILLIN 姓名",
        "DDEAUTO a b",
        "PRINT 27",
        "HYPERLINK &quot;javascript:alert(1)&quot;",
        "HYPERLINK file:///srv/a",
        "HYPERLINK \\t _blank &quot;vbscript:x&quot;",
    ],
)
def test_a_field_that_fetches_asks_or_runs_is_refused_however_it_is_written(tmp_path: Path, code: str) -> None:
    path = doctored(tmp_path, **{"word/document.xml": document_with(a_field(code))})
    assert "正文" in refused(path)


def test_a_field_whose_kind_comes_from_a_field_within_is_refused(tmp_path: Path) -> None:
    inner = f"{BEGIN}<w:r><w:instrText>QUOTE INCLUDETEXT</w:instrText></w:r>{SEPARATE}{END}"
    outer = f"<w:p>{BEGIN}{inner}<w:r><w:instrText> x</w:instrText></w:r>{SEPARATE}{END}</w:p>"
    assert "正文" in refused(doctored(tmp_path, **{"word/document.xml": document_with(outer.encode())}))


@pytest.mark.parametrize(
    "code",
    [
        "PAGE",
        " NUMPAGES \\* MERGEFORMAT ",
        "HYPERLINK &quot;https://192.0.2.1/&quot;",
        "HYPERLINK \\l &quot;a b&quot;",
        "=1+1",
        "",
    ],
)
def test_a_field_that_works_from_the_paper_alone_is_no_danger(tmp_path: Path, code: str) -> None:
    assert load(doctored(tmp_path, **{"word/document.xml": document_with(a_field(code))}))


def test_what_a_value_makes_of_a_field_is_judged_when_the_paper_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "链接.docx"
    document = docx.Document()
    document.add_paragraph("甲")
    document.save(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + a_field("HYPERLINK &quot;{{ 网址 }}&quot;"))
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {"word/document.xml": body}).items():
            archive.writestr(name, content)
    template = load(path)
    assert b"https://192.0.2.1/" in zipfile.ZipFile(io.BytesIO(template.fill({"网址": "https://192.0.2.1/"}))).read(
        "word/document.xml"
    )
    with pytest.raises(TemplateError, match="正文"):
        template.fill({"网址": "javascript:alert(1)"})


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///srv/a", "附件1.docx", "\\\\192.0.2.1\\a"])
def test_a_link_that_is_no_web_or_mail_address_is_refused(tmp_path: Path, target: str) -> None:
    assert target in refused(doctored(tmp_path, **{"word/_rels/document.xml.rels": relationship("hyperlink", target)}))


@pytest.mark.parametrize("kind", ["image/hyperlink", "oleObject", "subDocument", "aFChunk", "frame", "never-seen"])
def test_a_relationship_of_no_known_kind_is_refused(tmp_path: Path, kind: str) -> None:
    refused(doctored(tmp_path, **{"word/_rels/document.xml.rels": relationship(kind, "settings.xml", "Internal")}))


def test_a_relationship_to_the_web_is_refused_whatever_its_address_ends_in(tmp_path: Path) -> None:
    rels = relationship("image", "http://192.0.2.1/&gt;/hyperlink")
    refused(doctored(tmp_path, **{"word/_rels/document.xml.rels": rels}))


def test_a_picture_named_in_a_shape_itself_is_refused(tmp_path: Path) -> None:
    shape = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:imagedata src="file:///srv/a.png"/></v:shape></w:pict></w:r></w:p>'
    )
    refused(doctored(tmp_path, **{"word/document.xml": document_with(shape.encode())}))


def test_a_mail_merge_is_refused_with_the_way_to_end_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(resources.templates() / "plan.docx") as archive:
        settings = archive.read("word/settings.xml")
    tied = re.sub(
        rb"(<w:settings\b[^>]*>)", rb'\1<w:mailMerge><w:mainDocumentType w:val="formLetters"/></w:mailMerge>', settings
    )
    assert "邮件合并" in refused(doctored(tmp_path, **{"word/settings.xml": tied}))


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "[Content_Types].xml", "word/settings.xml", "word/_rels/document.xml.rels"]
)
@pytest.mark.parametrize("damage", ["emptied", "cut", "EBCDIC"])
def test_a_damaged_part_is_refused_before_a_file_is_made_that_nobody_can_open(
    tmp_path: Path, part: str, damage: str
) -> None:
    with zipfile.ZipFile(resources.templates() / "plan.docx") as archive:
        content = archive.read(part)
    left = {"emptied": b"", "cut": content[: len(content) // 2], "EBCDIC": content.decode().encode("cp037", "replace")}
    assert part in refused(doctored(tmp_path, **{part: left[damage]}))


@pytest.mark.parametrize(
    "part",
    ["word/styles.xml", "word/settings.xml", "word/fontTable.xml", "_rels/.rels", "word/_rels/document.xml.rels"],
)
def test_a_part_that_is_something_else_is_refused_like_a_damaged_one(tmp_path: Path, part: str) -> None:
    assert part in refused(doctored(tmp_path, **{part: b"<x/>"}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_number_of_thousands_of_digits_is_a_damaged_part(tmp_path: Path, encoding: str) -> None:
    with zipfile.ZipFile(resources.templates() / "bulletin.docx") as archive:
        text = archive.read("word/document.xml").decode()
    endless = re.sub(r'(<w:gridCol w:w=)"\d+"', rf'\1"{"9" * 5000}"', text.partition("?>")[2])
    assert endless != text.partition("?>")[2]
    mark = "" if encoding == "utf-8" else "\ufeff"
    assert "word/document.xml" in refused(
        doctored(tmp_path, **{"word/document.xml": (mark + endless).encode(encoding)})
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_name_space_that_no_library_can_name_is_a_damaged_part(tmp_path: Path, encoding: str) -> None:
    odd = '<Relationships xmlns="{% endif %}"><Relationships xmlns="x"/></Relationships>'
    assert "_rels/.rels" in refused(doctored(tmp_path, **{"_rels/.rels": odd.encode(encoding)}))


@pytest.mark.parametrize("part", ["_rels/.rels", "word/_rels/document.xml.rels"])
def test_a_text_that_nothing_leads_to_or_that_leads_nowhere_is_refused(tmp_path: Path, part: str) -> None:
    assert part in refused(doctored(tmp_path, **{part: None}))


@pytest.mark.slow
@pytest.mark.parametrize("element", ["<w:instrText> PAGE </w:instrText>", "<w:t>{</w:t>", "<w:t>{%</w:t>"])
def test_what_a_template_costs_grows_with_its_length_alone(tmp_path: Path, element: str) -> None:
    with zipfile.ZipFile(resources.templates() / "plan.docx") as archive:
        text = archive.read("word/document.xml")
    took = []
    for many in (5_000, 20_000):
        runs = f"<w:r>{element}</w:r>".encode() * many
        path = doctored(tmp_path, **{"word/document.xml": text.replace(b"</w:p>", runs + b"</w:p>", 1)})
        began = time.process_time()
        lint(path, {})
        took.append(time.process_time() - began)
    assert took[1] < 8 * took[0] + 1, "four times as long; 16 times where each is held against each"


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    assert "word/styles.xml" in refused(doctored(tmp_path, **{"word/styles.xml": None}))


def test_a_directory_whose_places_lie_is_a_damaged_file(tmp_path: Path) -> None:
    raw = bytearray((resources.templates() / "plan.docx").read_bytes())
    end = raw.rindex(b"PK\5\6")
    raw[end + 16 : end + 20] = (0xFFFFFFF0).to_bytes(4, "little")
    path = tmp_path / "plan.docx"
    path.write_bytes(raw)
    assert "plan.docx" in refused(path)


# --- what is left out or set right


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(load(path).fill({}))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def a_document(tmp_path: Path, **changes: bytes) -> Path:
    """A document of one line as python-docx writes it, with parts added or replaced."""
    written = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("甲")
    document.save(written)
    path = tmp_path / "模板.docx"
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.pop(name, old.read(name)))
        for name, content in changes.items():
            new.writestr(name, content)
    return path


def original(part: str) -> bytes:
    written = io.BytesIO()
    docx.Document().save(written)
    return zipfile.ZipFile(written).read(part)


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def related(rels: bytes, kind: str, target: str, mode: str = "Internal") -> bytes:
    added = f'<Relationship Id="rId90" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return rels.replace(b"</Relationships>", added.encode())


def declared(part: str, kind: str) -> bytes:
    entry = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    return original("[Content_Types].xml").replace(b"</Types>", entry.encode())


def test_the_tie_to_the_author_s_own_word_template_is_left_out(tmp_path: Path) -> None:
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    tied = original("word/settings.xml").replace(b"</w:settings>", b'<w:attachedTemplate r:id="rId90"/></w:settings>')
    made = parts_of(
        a_document(
            tmp_path,
            **{
                "word/settings.xml": tied,
                "word/_rels/settings.xml.rels": related(
                    rels.format("").encode(), "attachedTemplate", "file:///C:/x.dotm", "External"
                ),
            },
        )
    )
    assert b"attachedTemplate" not in b"".join(made.values())
    assert b"x.dotm" not in b"".join(made.values())


def with_half_a_tag_in(tmp_path: Path, element: str) -> Path:
    words = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    half = f"<{element}>{words.format('}}乙')}</{element.split()[0]}>"
    paragraph = f"<w:p>{words.format('甲{{ 1 + 1 ')}{half}</w:p>"
    body = original("word/document.xml").replace(b"<w:body>", f"<w:body>{paragraph}".encode())
    return a_document(tmp_path, **{"word/document.xml": body})


def test_a_tag_half_inside_a_smart_tag_is_filled(tmp_path: Path) -> None:
    made = parts_of(with_half_a_tag_in(tmp_path, 'w:smartTag w:uri="urn:x" w:element="date"'))
    assert "甲2乙" in "".join(re.findall("<w:t(?: [^>]*)?>([^<]*)", made["word/document.xml"].decode()))
    assert b"smartTag" not in made["word/document.xml"]


def test_a_tag_half_inside_a_link_is_said_to_be_that(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"half inside a link|一半在链接"):
        load(with_half_a_tag_in(tmp_path, 'w:hyperlink w:anchor="x"'))


def test_colleagues_comments_stay_out_of_the_paper(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note = f'<w:comments xmlns:w="{space}"><w:comment w:id="0" w:author="审阅人"><w:p/></w:comment></w:comments>'
    marks = (
        b'<w:commentRangeStart w:id="0"/>',
        b'<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
    )
    body = original("word/document.xml").replace(
        b"<w:body>", b"<w:body><w:p>" + marks[0] + b"<w:r><w:t>x</w:t></w:r>" + marks[1] + b"</w:p>"
    )
    made = parts_of(
        a_document(
            tmp_path,
            **{
                "word/document.xml": body,
                "word/comments.xml": note.encode(),
                "word/_rels/document.xml.rels": related(
                    original("word/_rels/document.xml.rels"), "comments", "comments.xml"
                ),
                "[Content_Types].xml": declared("word/comments.xml", f"{WORD}.comments+xml"),
            },
        )
    )
    assert "word/comments.xml" not in made
    assert (
        b":comment"
        not in made["word/document.xml"] + made["word/_rels/document.xml.rels"] + made["[Content_Types].xml"]
    )
    assert "审阅人".encode() not in b"".join(made.values())


def test_a_word_template_becomes_a_document(tmp_path: Path) -> None:
    types = original("[Content_Types].xml").replace(b"document.main+xml", b"template.main+xml")
    made = parts_of(a_document(tmp_path, **{"[Content_Types].xml": types}))
    assert b"template.main" not in made["[Content_Types].xml"]


def test_a_header_of_another_name_is_filled_like_any(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    header = f'<w:hdr xmlns:w="{space}"><w:p><w:r><w:t>{{{{ 1 + 1 }}}}页眉</w:t></w:r></w:p></w:hdr>'
    section = b'<w:sectPr><w:headerReference w:type="default" r:id="rId90"/>'
    body = re.sub(rb"<w:sectPr\b[^>]*>", section, original("word/document.xml"))
    made = parts_of(
        a_document(
            tmp_path,
            **{
                "word/document.xml": body,
                "word/letterhead.xml": header.encode(),
                "word/_rels/document.xml.rels": related(
                    original("word/_rels/document.xml.rels"), "header", "letterhead.xml"
                ),
                "[Content_Types].xml": declared("word/letterhead.xml", f"{WORD}.header+xml"),
            },
        )
    )
    assert "2页眉" in made["word/header1.xml"].decode()
    assert "word/letterhead.xml" not in made
    assert (
        docx.Document(io.BytesIO(load(tmp_path / "模板.docx").fill({}))).sections[0].header.paragraphs[0].text
        == "2页眉"
    )


def test_a_table_without_a_grid_is_filled_like_any(tmp_path: Path) -> None:
    cell = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
    loop = ("{%tr for 行 in 行们 %}", "{{ 行 }}", "{%tr endfor %}")
    rows = "".join(f"<w:tr>{cell.format(text)}{cell.format('x')}</w:tr>" for text in loop)
    body = original("word/document.xml").replace(b"<w:body>", f"<w:body><w:tbl>{rows}</w:tbl>".encode())
    filled = load(a_document(tmp_path, **{"word/document.xml": body})).fill({"行们": ["甲", "乙"]})
    table = docx.Document(io.BytesIO(filled)).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["甲", "乙"]
    assert len(table.columns) == 2


def test_strict_open_xml_is_called_by_its_name(tmp_path: Path) -> None:
    strict = original("word/document.xml").replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "Strict" in refused(a_document(tmp_path, **{"word/document.xml": strict}))


def test_the_official_templates_are_taken_as_they_are() -> None:
    from docgen.template.package import read

    for path in sorted(resources.templates().glob("*.docx")):
        raw = path.read_bytes()
        assert read(path.name, raw)[0] is raw, path.name
