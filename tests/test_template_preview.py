"""`template preview`: pictures of a template at once, with the sample's data, given data, or values made up."""

from __future__ import annotations

import struct
from pathlib import Path

import docx
import pytest
from PIL import Image

import docgen
from docgen import convert, resources
from docgen.cli import run
from docgen.documents import Plain
from docgen.errors import ExitCode, TemplateError
from docgen.images import Sketches
from docgen.template import load
from docgen.template.fields import made_up, schema_of
from tests.test_template import text


def a_template(path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(str(path))
    return path


def made(path: Path) -> dict[str, Plain]:
    return made_up(schema_of(load(path).compiled))


def test_values_are_made_up_as_the_tags_use_them(tmp_path: Path) -> None:
    path = a_template(
        tmp_path / "无名.docx",
        "{{ 组长.姓名 }} {{ 成立日期 | 日期 }} {{ 人数 | 中文数字 }} {{ 完成 | 勾选 }} {{ 成果 | 顿号 }} {{ 单位 | 无 }}",
        '{% for 人 in 成员 | selectattr("在册") %}{{ 人.姓名 }}{{ 人.电话 }}{% endfor %}{% if 名次 > 3 %}好{% endif %}',
        "{% for 项 in 目标 %}{{ loop.index }} {{ 项.指标 }}；{% endfor %}",
    )
    data = made(path)
    assert data["组长"] == {"姓名": "方秉文"}
    assert data["完成"] is True
    assert data["单位"] == "［单位］"
    assert [one["姓名"] for one in data["成员"]] == ["方秉文", "林可"]  # type: ignore[index, union-attr, call-overload]
    paper = text(load(path).fill(data))
    assert "方秉文 2009年3月16日 三 ☑ ［成果］、［成果］ ［单位］" in paper
    assert "1 ［指标］；2 ［指标］；" in paper


@pytest.mark.slow
@pytest.mark.parametrize("stem", ["plan", "agreement", "work_report", "catalogue", "credit_summary"])
def test_values_made_up_from_an_official_template_alone_fill_it(tmp_path: Path, stem: str) -> None:
    path = tmp_path / "无名.docx"
    path.write_bytes((resources.templates() / f"{stem}.docx").read_bytes())
    assert load(path).fill(made(path), Sketches())


@pytest.mark.slow
def test_an_official_kind_is_shown_with_its_sample_as_a_picture_a_page(tmp_path: Path) -> None:
    target = tmp_path / "表.png"
    template = resources.templates() / "certificate.docx"
    assert run(["template", "preview", str(template), "-o", str(target), "--width", "300"]) == ExitCode.OK
    assert struct.unpack(">L", target.read_bytes()[16:20]) == (300,)
    with Image.open(target) as picture:
        assert min(picture.convert("L").tobytes()) < 100  # there is ink on it


@pytest.mark.slow
def test_a_template_of_no_known_kind_is_shown_and_that_its_values_are_made_up_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_template(tmp_path / "无名.docx", "同志 {{ 姓名 }}")
    assert run(["template", "preview", str(path)]) == ExitCode.OK
    said = capsys.readouterr()
    assert said.out.strip() == str(tmp_path / "无名.png")
    assert "--data" in said.err
    a_template(path, *["同志 {{ 姓名 }}"] * 60)
    assert run(["template", "preview", str(path)]) == ExitCode.OK
    assert (tmp_path / "无名-2.png").is_file()
    a_template(path, "同志 {{ 姓名 }}")
    assert run(["template", "preview", str(path)]) == ExitCode.OK
    assert not (tmp_path / "无名-2.png").exists(), "a template that got shorter leaves no page of before behind"


@pytest.mark.slow
@pytest.mark.libreoffice
def test_what_the_quick_engine_does_not_draw_is_drawn_by_the_other_or_shown_with_what_is_wrong(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("不同意 {{ 姓名 }}").font.strike = True
    path = tmp_path / "无名.docx"
    document.save(str(path))
    assert docgen.preview_template(path).remarks == ()
    (said,) = docgen.preview_template(path, engine=convert.EMBEDDED).remarks
    assert "LibreOffice" in said


def test_faulty_data_and_tags_are_refused_by_name(tmp_path: Path) -> None:
    path = a_template(tmp_path / "无名.docx", "{{ 姓名 | 没有 }}")
    with pytest.raises(TemplateError, match="没有"):
        docgen.preview_template(path)
    assert run(["template", "preview", str(path), "-o", str(tmp_path / "a.pdf")]) == ExitCode.USAGE
    assert run(["template", "preview", str(path), "--data", str(tmp_path / "d.yaml")]) == ExitCode.DATA
