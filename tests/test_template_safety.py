"""A template comes from anywhere: whatever it tries is refused or harmless, in bounded time and memory."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from docgen import resources
from docgen.cli import run
from docgen.errors import ExitCode, TemplateError
from docgen.template import load
from tests.test_template import made, refusal

ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ 值.__class__ }}",
    "{{ 值['__class__'] }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ 值 | attr('__class__') }}",
    "{{ [值] | map('attr', '__class__') | first }}",
    "{{ [值] | map(attribute='__class__') | first }}",
    "{{ '{0.__class__}'.format(值) }}",
    "{{ '%s' % 值 }}",
    "{{ 值.upper() }}",
    "{{ dict(a=1) }}",
    "{{ url_for }}",
    "{{ loop.__class__ }}",
    "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
    "{% for x in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{{ range.__self__ }}",
    "{% include 'etc' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "{% set f = range %}{{ f(3) }}",
    "{% autoescape false %}{{ 值 }}{% endautoescape %}",
    "{{ 值 | safe }}",
    "{{ 值 | e | safe }}",
    "{{ 值 | xmlattr }}",
    "{% for x in [[1]] recursive %}{{ loop(x) }}{% endfor %}",
    "{% block b %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% call range(1) %}{% endcall %}",
]


@pytest.mark.slow
@pytest.mark.parametrize("escape", ESCAPES)
def test_no_known_way_out_of_the_sandbox_works(tmp_path: Path, escape: str) -> None:
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, escape).fill({"值": "x"})
    assert "正文" in str(caught.value)


BOMBS = [
    "{% for a in range(500) %}{% for b in range(500) %}{% for c in range(500) %}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in range(99999999) %}{% endfor %}",
    "{% for a in range(10000000000) %}{{ a }}{% endfor %}",
    "{% for a in range(10 ** 10) %}{{ a }}{% endfor %}",
    "{{ 'A' * 1000000000 }}",
    "{{ 'A' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ 9999999999 * 9999999999 * 9999999999 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'x' | center(1000000000) }}",
    "{{ 'x' | indent(1000000000) }}",
    "{{ [1] | batch(1000000000, 'x') | list }}",
    "{{ [1] | slice(1000000000) | list }}",
    "{% set s = 'x' %}" + "{% set s = s ~ s %}" * 40 + "{{ s }}",
    "{% set s = 'x' %}" + "{% set s = s + s %}" * 40 + "{{ s }}",
    "{% set s = 'x' %}" + "{% set s = s | replace('x', 'xxxxxxxx') %}" * 20 + "{{ s }}",
    "{% set s = 'xxxxxxxxxxxxxxxxxxxxxxxxx' %}{{ range(500) | join(" + " ~ ".join("s" * 17) + ") }}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "9" * 5000 + " }}",
    "{{ 0x1.8p3 }}",
    "{% if 1 %}" * 3000 + "x" + "{% endif %}" * 3000,
    "{% for a in [1] %}" * 3000 + "x" + "{% endfor %}" * 3000,
    "{{ (1e308 * 10) | round }}",
    "{{ 值 | round(99999999) }}",
]


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_loops_and_texts_without_end_are_stopped_at_once(tmp_path: Path, bomb: str) -> None:
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, bomb).fill({"值": "x"})
    assert "正文" in str(caught.value)


def test_a_part_that_grows_without_end_is_stopped(tmp_path: Path) -> None:
    block = "甲" * 1000
    template = made(
        tmp_path, f"{{% for a in range(400) %}}{{% for b in range(400) %}}{block}{{% endfor %}}{{% endfor %}}"
    )
    assert "正文" in refusal(template, {})


HARDEST = (
    "{% for a in range(500) %}{% for b in range(399) %}{{ a }}{{ b }}{{ 值 }}{% endfor %}{% endfor %}",
    "{% set s = 值 %}{% for a in range(400) %}{% set s = 值 ~ 值 %}{% for b in range(400) %}{{ s }}{% endfor %}{% endfor %}",
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc says how much memory a process has had")
@pytest.mark.parametrize("bomb", HARDEST)
def test_the_most_that_the_bounds_let_through_takes_seconds_and_megabytes(tmp_path: Path, bomb: str) -> None:
    code = (
        "import re,sys,time\nfrom pathlib import Path\nfrom docgen.errors import TemplateError\n"
        "from docgen.template import load\nbefore=time.process_time()\n"
        "try:\n load(Path(sys.argv[1])).fill({'值': '甲' * 150})\nexcept TemplateError:\n pass\n"
        # Not ru_maxrss: Linux lets that begin with the peak of the parent, which is the whole test run.
        "print(time.process_time()-before, int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) // 1024)"
    )
    document = docx.Document()
    document.add_paragraph(bomb)
    document.save(str(tmp_path / "bomb.docx"))
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "bomb.docx")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout.split()
    assert float(said[0]) < 20, "seconds"
    assert int(said[1]) < 700, "MB"


def test_the_bound_on_loops_is_each_papers_own(tmp_path: Path) -> None:
    template = made(tmp_path, "{% for a in range(400) %}{% for b in range(400) %}{% endfor %}{% endfor %}ja")
    for _ in range(3):
        assert template.fill({})


def doctored(tmp_path: Path, **changes: bytes | None) -> Path:
    """The official plan with parts added, replaced or (None) left out; ``__`` in a name stands for a slash."""
    parts = {}
    with zipfile.ZipFile(resources.templates() / "plan.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in changes.items():
        parts[name.replace("__", "/")] = content  # type: ignore[assignment]
    path = tmp_path / "doctored.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def document_with(extra: bytes) -> bytes:
    with zipfile.ZipFile(resources.templates() / "plan.docx") as archive:
        return archive.read("word/document.xml").replace(b"<w:body>", b"<w:body>" + extra)


def relationship(kind: str, target: str, mode: str = "External") -> bytes:
    with zipfile.ZipFile(resources.templates() / "plan.docx") as archive:
        rels = archive.read("word/_rels/document.xml.rels")
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = f'<Relationship Id="rId99" Type="{office}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return rels.replace(b"</Relationships>", added.encode())


FIELD = '<w:p><w:r><w:instrText> {} "http://192.0.2.1/x" </w:instrText></w:r></w:p>'


@pytest.mark.parametrize(
    "changes",
    [
        {"word/vbaProject.bin": b"x"},
        {"word/embeddings/oleObject1.bin": b"x"},
        {"word/_rels/document.xml.rels": relationship("control", "activeX/activeX1.xml", "Internal")},
        {"../../evil.xml": b"<x/>"},
        {"word/Document.xml": b"<x/>"},
        {"word\\document.xml": b"<x/>"},
        {"word/document.xml": document_with(b'<w:altChunk r:id="rId9"/>')},
        {"word/document.xml": document_with(FIELD.format("INCLUDEPICTURE").encode())},
        {"word/document.xml": document_with(FIELD.format("DDEAUTO").encode())},
        {
            "word/document.xml": document_with(
                b"<w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT x</w:instrText></w:r></w:p>"
            )
        },
        {"word/_rels/document.xml.rels": relationship("image", "http://192.0.2.1/a.png")},
        {"word/_rels/document.xml.rels": relationship("image", "file:///etc/passwd")},
        {
            "word/document.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            + document_with(b"<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")
        },
        {"word/document.xml": document_with(FIELD.format("&#73;NCLUDETEXT").encode())},
        {"word/document.xml": document_with(b'<x:altChunk xmlns:x="urn:x" r:id="rId9"/>')},
        {"word/document.xml": document_with(b'<w:p><w:subDoc r:id="rId9"/></w:p>')},
        {"word/_rels/document.xml.rels": relationship("image", "http://192.0.2.1/a.png", "&#69;xternal")},
        {"word/_rels/document.xml.rels": relationship("image", "http://192.0.2.1/a.png", "Internal")},
        {"word/_rels/document.xml.rels": relationship("image", "&#104;ttp://192.0.2.1/a.png", "Internal")},
        {"word/_rels/document.xml.rels": relationship("image", "\\\\192.0.2.1\\share\\a.png", "Internal")},
        {"word/header9.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:hdr>&a;</w:hdr>'},
        {"word/styles.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16")},
        {"word/styles.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-+ACE-DOCTYPE x+AD4-<x/>'},
        {"word/document.xml": None},
        {"word/media/bomb.xml": b" " * (9 << 20)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_file_that_would_fetch_run_or_burst_is_not_opened(tmp_path: Path, changes: dict[str, bytes | None]) -> None:
    with pytest.raises(TemplateError) as caught:
        load(doctored(tmp_path, **changes))
    assert caught.value.hint


def test_a_hyperlink_in_a_template_is_no_danger(tmp_path: Path) -> None:
    assert load(doctored(tmp_path, **{"word/_rels/document.xml.rels": relationship("hyperlink", "http://192.0.2.1/")}))


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\3\4 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600])
def test_what_is_no_docx_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match="模板") as caught:
        load(path)
    assert caught.value.hint


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="无此表"):
        load(tmp_path / "无此表.docx")


def test_a_template_that_cannot_be_read_is_said_to_be_so_and_not_that_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["template", "lint", ".", "--lang", "zh"]) == ExitCode.TEMPLATE
    said = capsys.readouterr().err
    assert ".：模板无法读取（是文件夹" in said and "怎么办：" in said and "写入" not in said

    def forbidden(path: object, *rest: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    (tmp_path / "plan.docx").write_bytes(b"PK")
    monkeypatch.setattr("docgen.incoming.whole.os.open", forbidden)
    with pytest.raises(TemplateError, match="模板无法读取") as caught:
        load(tmp_path / "plan.docx")
    assert "写入" not in str(caught.value)


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"word/document\.xml"):
        load(doctored(tmp_path, **{"word/document.xml": b"<w:document>"}))


def test_a_cut_archive_is_refused_not_read_in_part(tmp_path: Path) -> None:
    raw = io.BytesIO((resources.templates() / "plan.docx").read_bytes()).getvalue()
    path = tmp_path / "cut.docx"
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(TemplateError):
        load(path)
