"""The supervised LibreOffice: real runs, real faults."""

from __future__ import annotations

import contextlib
import http.server
import io
import os
import shutil
import signal
import socket
import struct
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from docgen import fonts, isolate, messages
from docgen.convert import Engine, WordFile, libreoffice_files
from docgen.convert.libreoffice import LibreOffice
from docgen.convert.libreoffice_files import UnusableOutputError, normalised, recode
from docgen.convert.libreoffice_probe import probe
from docgen.errors import ConversionError, MissingDependencyError, OutputError
from docgen.fonts import FontSet
from docgen.fonts.codes import texts_of

libreoffice = pytest.mark.libreoffice
slow = pytest.mark.slow
POSIX = pytest.mark.skipif(os.name != "posix", reason="finds processes in /proc")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = messages.language()
    messages.set_language("en")
    yield
    messages.set_language(before)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of this test alone: what has it in its command line, or is in it, is ours."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def paper(text: str, name: str = "", font: str = "") -> WordFile:
    document = docx.Document()
    document.core_properties.title = "共勉协议书"
    run = document.add_paragraph().add_run(text)
    if font:
        run.font.name = font
        run.font.size = Pt(12)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia", font
        )
    packed = io.BytesIO()
    document.save(packed)
    return WordFile(name or text, packed.getvalue())


def text_of(pdf: bytes | ConversionError) -> str:
    assert isinstance(pdf, bytes), pdf
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document).strip()
    finally:
        document.close()


def rewritten(source: WordFile, part: str, change: Callable[[bytes], bytes]) -> WordFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source.docx)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return WordFile(source.name, packed.getvalue())


def linked_image(url: str) -> WordFile:
    picture = (
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="p"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:nvPicPr><pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rId99"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    field = (
        f'<w:fldSimple w:instr=" INCLUDEPICTURE &quot;{url}/field.png&quot; \\d "><w:r><w:t>f</w:t></w:r></w:fldSimple>'
        f'<w:fldSimple w:instr=" INCLUDETEXT &quot;{url}/text.docx&quot; "><w:r><w:t>t</w:t></w:r></w:fldSimple>'
    )
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = f'<Relationship Id="rId99" Type="{image}" Target="{url}/linked.png" TargetMode="External"/>'
    template = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    made = paper("before the picture")
    made = rewritten(
        made,
        "word/document.xml",
        lambda xml: xml.replace(b"</w:r>", b"</w:r><w:r>" + picture.encode() + b"</w:r>" + field.encode(), 1),
    )
    made = rewritten(
        made,
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(b"</Relationships>", relation.encode() + b"</Relationships>"),
    )
    made = rewritten(
        made,
        "word/settings.xml",
        lambda xml: xml.replace(
            b"<w:defaultTabStop",
            b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            b' r:id="rId1"/><w:defaultTabStop',
        ),
    )
    packed = io.BytesIO(made.docx)
    with zipfile.ZipFile(packed, "a") as package:
        package.writestr(
            "word/_rels/settings.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{template}" Target="{url}/t.dotm" TargetMode="External"/>'
            "</Relationships>",
        )
    return WordFile(made.name, packed.getvalue())


def processes(folder: Path) -> list[int]:
    """Processes that work in the folder, the dead ones that wait to be reaped left out."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and str(folder).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def until(condition: Callable[[], object], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(condition())


def dead_pipes_since(start: float) -> list[str]:
    """Sockets of LibreOffice that nobody listens to any more."""
    dead = []
    for pipe in Path("/tmp").glob("OSL_PIPE_*"):
        with contextlib.suppress(OSError):
            if pipe.stat().st_ctime < start:
                continue
            with socket.socket(socket.AF_UNIX) as caller:
                try:
                    caller.connect(str(pipe))
                except ConnectionRefusedError:
                    dead.append(pipe.name)
    return dead


@dataclass
class Attack:
    """Does something to the soffice.bin of a folder once some papers are finished."""

    folder: Path
    signal: signal.Signals
    after: int
    struck: int = 0

    def __call__(self) -> None:
        ready = until(lambda: len(list(self.folder.glob("docgen-*/out/*.pdf"))) >= self.after)
        for process in processes(self.folder) if ready else []:
            with contextlib.suppress(OSError):
                if b"soffice.bin" in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")[0]:
                    os.kill(process, self.signal)
                    self.struck += 1


def attacked(attack: Attack, work: Callable[[], list[bytes | ConversionError]]) -> list[bytes | ConversionError]:
    thread = threading.Thread(target=attack)
    thread.start()
    results = work()
    thread.join(60)
    assert attack.struck, "the attack came too late to prove anything"
    return results


# --- is it there


def test_a_program_that_docgen_soffice_names_and_that_is_not_there_is_not_replaced_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_SOFFICE", str(tmp_path / "nowhere"))
    assert probe() is None
    with pytest.raises(MissingDependencyError) as caught:
        LibreOffice()
    assert "embedded" in caught.value.hint


@POSIX
def test_a_program_that_is_no_libreoffice_is_not_taken_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho hello\n")
    program.chmod(0o755)
    monkeypatch.setenv("DOCGEN_SOFFICE", str(program))
    assert probe() is None


@libreoffice
def test_probing_tells_program_and_version_and_leaves_nothing(folder: Path) -> None:
    found = probe()
    assert found is not None
    assert found.version[0].isdigit()
    engine: Engine = LibreOffice()
    assert (engine.name, engine.version) == ("libreoffice", f"LibreOffice {found.version}")
    assert list(folder.iterdir()) == []


# --- papers in, PDFs out


@libreoffice
@pytest.mark.slow
def test_papers_come_back_in_order_a_bad_one_as_an_error_in_its_place(folder: Path) -> None:
    good = [paper(f"paper {number}") for number in range(3)]
    garbage = WordFile("G07-garbage", b"this is no Word file at all")
    cut_off = WordFile("G08-cut off", good[0].docx[: len(good[0].docx) // 2])
    broken = rewritten(paper("x", "G09-broken"), "word/document.xml", lambda xml: xml[: len(xml) // 2])
    start = time.time()
    results = LibreOffice().convert([good[0], garbage, good[1], cut_off, broken, good[2]])
    assert [text_of(results[place]) for place in (0, 2, 5)] == ["paper 0", "paper 1", "paper 2"]
    for place, name in ((1, "G07"), (3, "G08"), (4, "G09")):
        assert isinstance(results[place], ConversionError), name
        assert name in str(results[place])
    assert list(folder.iterdir()) == []
    assert processes(folder) == []
    assert dead_pipes_since(start) == []


@libreoffice
@pytest.mark.slow
def test_two_conversions_of_one_paper_give_the_same_bytes_whatever_stands_beside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = paper("甲 one"), paper("other")
    first = LibreOffice().convert([one])[0]
    time.sleep(1.1)
    second = LibreOffice().convert([other, one])[1]
    assert isinstance(first, bytes)
    assert first == second
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert "/CreationDate" not in pdf.docinfo
        assert str(pdf.docinfo.Title) == "共勉协议书"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1238544000")
    dated = LibreOffice().convert([one])[0]
    assert isinstance(dated, bytes)
    with pikepdf.open(io.BytesIO(dated)) as pdf:
        assert str(pdf.docinfo.CreationDate) == "D:20090401000000Z"


@pytest.mark.slow
@libreoffice
def test_punctuation_at_the_end_of_a_justified_line_is_not_lost(folder: Path) -> None:
    text = "以剧本带创作，完成短片《归途》从剧本到成片的全过程，并形成一册校园短剧剧本集；让低年级同学走一遍。"
    papers = []
    for points in (0, 3, 6):  # the comma just does not fit
        document = docx.Document()
        document.sections[0].page_width = Mm(210)
        document.sections[0].left_margin, document.sections[0].right_margin = Mm(28), Mm(26)
        line = document.add_paragraph(text)
        line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        line.paragraph_format.first_line_indent = Pt(32)
        line.paragraph_format.right_indent = Pt(points)
        line.runs[0].font.size = Pt(16)
        look = line.runs[0]._r.get_or_add_rPr()
        look.get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
        look.append(look.makeelement(qn("w:lang"), {qn("w:eastAsia"): "zh-CN"}))
        packed = io.BytesIO()
        document.save(packed)
        papers.append(WordFile(str(points), packed.getvalue()))
    faces = fonts.prepare(text, folder / "cache")
    for source, result in zip(papers, LibreOffice(faces).convert(papers), strict=True):
        assert text_of(result).count("，") == 2, source.name


@libreoffice
def test_the_faces_are_the_ones_we_give_and_no_others(folder: Path) -> None:
    import pylopdf_fonts_zh_cn

    source = Path(pylopdf_fonts_zh_cn.__file__).parent
    face = next(path for path in sorted(source.rglob("*.otf")) if "Serif" in path.name)
    faces = folder / "faces"
    faces.mkdir()
    shutil.copy(face, faces)
    config = folder / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{faces}</dir><cachedir>{folder}/cache</cachedir></fontconfig>'
    )
    engine = LibreOffice(FontSet(faces, config))
    pdf = engine.convert([paper("喆堃䶮 face", font="DejaVu Sans")])[0]
    assert isinstance(pdf, bytes)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [str(font.BaseFont) for font in document.pages[0].Resources.Font.values()]
    assert fonts
    assert all("NotoSerif" in font for font in fonts)
    assert "喆堃䶮" in text_of(pdf)


@libreoffice
def test_no_request_leaves_for_a_picture_a_field_or_a_template_that_lies_elsewhere(folder: Path) -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            url = f"http://127.0.0.1:{server.server_address[1]}"
            results = LibreOffice().convert([linked_image(url)])
        finally:
            server.shutdown()
            thread.join()
    assert "before the picture" in text_of(results[0])
    assert asked == []


@libreoffice
def test_a_picture_that_lies_on_the_disk_does_not_get_into_the_paper(folder: Path) -> None:
    pixels = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = (b"IHDR", pixels), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")
    (folder / "linked.png").write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )
    )
    pdf = LibreOffice().convert([linked_image(folder.as_uri())])[0]
    assert isinstance(pdf, bytes)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert [dict(page.get_images()) for page in document.pages] == [{}]


@pytest.mark.slow
@libreoffice
def test_two_engines_at_once_do_not_collide(folder: Path) -> None:
    results: dict[int, list[bytes | ConversionError]] = {}

    def work(number: int) -> None:
        results[number] = LibreOffice().convert([paper(f"thread {number}")])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert [text_of(results[number][0]) for number in range(2)] == ["thread 0", "thread 1"]


# --- faults while it runs


@pytest.mark.slow
@POSIX
@libreoffice
def test_a_killed_program_costs_no_paper(folder: Path) -> None:
    papers = [paper(f"paper {number}") for number in range(12)]
    attack = Attack(folder, signal.SIGKILL, after=2)
    start = time.time()
    results = attacked(attack, lambda: LibreOffice().convert(papers))
    assert [text_of(result) for result in results] == [f"paper {number}" for number in range(12)]
    assert processes(folder) == []
    assert list(folder.iterdir()) == []
    assert dead_pipes_since(start) == []


@POSIX
@libreoffice
@slow
def test_a_stopped_program_is_killed_at_its_deadline_and_costs_no_paper(folder: Path) -> None:
    papers = [paper(f"paper {number}") for number in range(6)]
    attack = Attack(folder, signal.SIGSTOP, after=1)
    results = attacked(attack, lambda: LibreOffice(deadline=8).convert(papers))
    assert [text_of(result) for result in results] == [f"paper {number}" for number in range(6)]
    assert processes(folder) == []
    assert list(folder.iterdir()) == []


@POSIX
@libreoffice
@slow
def test_ctrl_c_ends_two_running_calls_within_two_seconds(folder: Path) -> None:
    papers = [paper(f"paper {number}") for number in range(60)]
    stopped: list[float] = []

    def stop() -> None:
        until(lambda: len(list(folder.glob("docgen-*/out/*.pdf"))) >= 2)
        stopped.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises((KeyboardInterrupt, isolate.StoppedError)):
        LibreOffice(jobs=2).convert(papers)
    assert time.monotonic() - stopped[0] < 2
    thread.join()
    assert until(lambda: processes(folder) == [], 2)
    assert list(folder.iterdir()) == []


@POSIX
def test_a_libreoffice_that_never_works_is_given_up_before_every_paper_has_waited_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = tmp_path / "calls"
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *--version*) echo LibreOffice 7.4.7.2;; *) echo call >> {calls}; kill -9 $$;; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("DOCGEN_SOFFICE", str(program))
    results = LibreOffice().convert([paper(str(number)) for number in range(20)])
    assert all(isinstance(result, ConversionError) for result in results)
    assert len(calls.read_text().split()) <= 3


@POSIX
def test_a_poisoned_paper_that_takes_the_program_down_with_it_stands_alone_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    pdf = tmp_path / "sound.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(pdf)
    # A program that works through its files in order and dies of any that holds the word "poison".
    program.write_text(
        "#!/bin/sh\n"
        'case "$*" in *--version*) echo LibreOffice 7.4.7.2; exit;; esac\n'
        'for word in "$@"; do\n'
        '  case "$previous" in --outdir) out="$word";; esac; previous="$word"\n'
        '  case "$word" in *.docx)\n'
        '    if grep -q poison "$word"; then kill -9 $$; fi\n'
        f'    cp {pdf} "$out/${{word%.docx}}.pdf";;\n'
        "  esac\n"
        "done\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("DOCGEN_SOFFICE", str(program))
    papers = [WordFile(f"p{number}", b"poison" if number in (0, 7, 8) else b"sound") for number in range(20)]
    results = LibreOffice().convert(papers)
    assert [number for number, result in enumerate(results) if isinstance(result, ConversionError)] == [0, 7, 8]


@POSIX
def test_a_program_that_drops_files_silently_and_ends_well_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    pdf = tmp_path / "sound.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(pdf)
    program.write_text(
        "#!/bin/sh\n"
        'case "$*" in *--version*) echo LibreOffice 7.4.7.2; exit;; esac\n'
        "made=0\n"
        'for word in "$@"; do\n'
        '  case "$previous" in --outdir) out="$word";; esac; previous="$word"\n'
        '  case "$word" in *.docx) made=$((made+1));\n'
        f'    if [ $made -le 9 ]; then cp {pdf} "$out/${{word%.docx}}.pdf"; fi;;\n'
        "  esac\n"
        "done\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("DOCGEN_SOFFICE", str(program))
    results = LibreOffice().convert([WordFile(str(number), b"sound") for number in range(40)])
    assert all(isinstance(result, bytes) for result in results)


@libreoffice
def test_a_full_disk_is_an_output_error_and_not_a_bad_paper(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=4096))
    with pytest.raises(OutputError) as caught:
        LibreOffice().convert([WordFile("full", b"no Word file")])
    assert "full" in str(caught.value)


@POSIX
@libreoffice
@slow
@pytest.mark.parametrize("kilobytes", [20, 120, 800])
def test_a_disk_that_is_really_full_is_an_output_error(
    kilobytes: int, small_disk: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Full before the papers are there, before LibreOffice has its profile, and before it has written all PDFs.
    engine = LibreOffice()
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk(kilobytes)))
    with pytest.raises(OutputError) as caught:
        engine.convert([paper(f"paper {number}") for number in range(20)])
    assert "full" in str(caught.value)
    assert list(Path(tempfile.gettempdir()).iterdir()) == []


@POSIX
def test_a_temporary_folder_that_is_not_there_is_an_output_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho LibreOffice 7.4.7.2\n")
    program.chmod(0o755)
    monkeypatch.setenv("DOCGEN_SOFFICE", str(program))
    engine = LibreOffice()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(OutputError):
        engine.convert([WordFile("x", b"x")])


@libreoffice
@slow
def test_six_hundred_papers_in_one_batch_and_none_is_lost(folder: Path) -> None:
    papers = [paper(f"paper {number}") for number in range(600)]
    results = LibreOffice(jobs=2).convert(papers)
    assert [text_of(result) for result in results] == [source.name for source in papers]
    assert list(folder.iterdir()) == []
    assert processes(folder) == []


# --- what it wrote


CHARACTERS = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 400))
"""More than one font of LibreOffice's holds."""


def fonts_of(pdf: bytes) -> list[tuple[str, dict[int, str]]]:
    """Return kind and codes of each font of a paper."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = {font.objgen: font for page in document.pages for font in page.Resources.Font.values()}
        return [(str(one.Subtype), texts_of(one.ToUnicode.read_bytes()) or {}) for one in found.values()]


def pictures_of(pdf: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=1.5).to_pil().tobytes() for page in document]
    finally:
        document.close()


@pytest.mark.slow
@libreoffice
def test_a_face_has_one_font_with_the_same_codes_in_every_paper_and_nothing_looks_different(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [
        paper(f"{CHARACTERS} Wave, To 12 AV", "many", "仿宋"),
        paper(f"12 乙甲{CHARACTERS[300:310]}", "few", "仿宋"),
    ]
    faces = fonts.prepare("".join(fonts.characters(papers[0].docx) | set("乙甲")), folder / "cache")
    many, few = (one for one in LibreOffice(faces).convert(papers) if isinstance(one, bytes))
    assert len(fonts_of(many)) == len(fonts_of(few)) == 1
    for pdf in (many, few):
        for kind, codes in fonts_of(pdf):
            assert kind == "/Type0"
            assert all(chr(code) == text for code, text in codes.items())
    monkeypatch.setattr(libreoffice_files, "recode", lambda _document: False)
    for made, left in zip((many, few), LibreOffice(faces).convert(papers), strict=True):
        assert isinstance(left, bytes)
        assert {kind for kind, _codes in fonts_of(left)} == {"/TrueType"}
        assert pictures_of(made) == pictures_of(left)
        assert text_of(made).split() == text_of(left).split()
        # what LibreOffice itself makes: a second font where one has no codes left
        assert len(fonts_of(left)) == (2 if made is many else 1)


@pytest.mark.parametrize(
    "strange", [b"BT /F1 12 Tf (ab) Tj ET\n", b"BT /F1 12 Tf 2 Tc <01>Tj ET\n", b"BT /F9 12 Tf<01>Tj ET\n"]
)
def test_a_page_that_sets_text_in_an_unknown_way_stays_as_it_is(strange: bytes) -> None:
    document = pikepdf.new()
    document.add_blank_page().Contents = document.make_stream(b"0.1 w\nq 0 0 595 842 re\nQ\n")
    assert recode(document)
    document.add_blank_page().Contents = document.make_stream(strange)
    assert not recode(document)
    assert document.pages[1].Contents.read_bytes() == strange


def test_an_output_that_is_cut_off_is_no_output(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(whole)
    assert normalised(whole.getvalue())
    for damage in (whole.getvalue()[:-30], whole.getvalue()[:200], b"", b"%PDF-1.7\n%%EOF\n", b"<html></html>"):
        with pytest.raises(UnusableOutputError):
            normalised(damage)


def test_an_output_without_pages_is_no_output() -> None:
    empty = io.BytesIO()
    with pikepdf.new() as document:
        document.save(empty)
    with pytest.raises(UnusableOutputError):
        normalised(empty.getvalue())
