"""Signatures: made after the seal, PDF/A stays, and whatever happens to a signed bundle afterwards is named."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bagit
import pikepdf
import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from docgen import archives, bundle
from docgen.archives import Credential, Grade, Plate, Verdict, signature, verify
from docgen.archives.edition_contents import register
from docgen.archives.seal import faults
from docgen.errors import InputError, MissingDependencyError
from tests import made_archives, paper_pdfs

WHO = "影视艺术系党总支"
BUNDLE = "2009-07-10/2009-D30/data/合订本.pdf"


def credential(folder: Path, who: str = WHO, *, ends: int = 30, is_visible: bool = False) -> Credential:
    """A certificate that vouches for itself, in a PKCS#12 file; ``ends`` in days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, who)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(2009)
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=ends))
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{who}.p12"
    locked = BestAvailableEncryption(b"geheim")
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"key", key, certificate, None, locked))
    return Credential(path, "geheim", is_visible)


@pytest.fixture(scope="module")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paper_pdfs.face(tmp_path_factory.mktemp("faces"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, face: Path) -> Path:
    folder = tmp_path_factory.mktemp("signed")
    return made_archives.make(folder, face, credential=credential(folder))


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


def resealed(kept: Path, change: Callable[[Path], None]) -> Verdict:
    """Change the bundle, make all checksums anew as a careful forger does, and verify."""
    change(kept / BUNDLE)
    edition = kept / "2009-07-10"
    bagit.Bag(str(edition / "2009-D30")).save(manifests=True)
    (edition / "edition.json").unlink()
    register(edition)
    return verify(kept)


def said(verdict: Verdict) -> str:
    return "\n".join(map(str, verdict.findings))


@pytest.mark.slow
def test_a_signed_archive_is_sound_and_its_signature_was_looked_at(made: Path) -> None:
    verdict = verify(made)
    assert verdict.is_sound, said(verdict)
    assert verdict.checked["signatures"] == 1
    assert archives.catalogue_of(made / "2009-07-10/2009-D30").files[0].signer == WHO
    assert not faults(made / BUNDLE)


def test_a_visible_signature_shows_its_name_on_the_first_page_and_the_file_stays_pdfa(
    made: Path, face: Path, tmp_path: Path
) -> None:
    before, pdf = tmp_path / "before.pdf", tmp_path / "合订本.pdf"
    made_archives.bundle(pdf, tmp_path, face)
    shutil.copy(pdf, before)
    bundle.plate(tmp_path / "plate.pdf", (f"签字：{WHO}", "2009-07-10"), face)
    plate = Plate(tmp_path / "plate.pdf", bundle.PLATE_WIDTH, bundle.PLATE_HEIGHT)
    archives.sign(pdf, credential(tmp_path, is_visible=True), plate)
    assert not faults(pdf)
    assert pdf.read_bytes().startswith(before.read_bytes())
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    picture = document[0].render(scale=1, may_draw_forms=True).to_pil().convert("RGB")
    red = [at for at, (r, g, _b) in enumerate(zip(*[iter(picture.tobytes())] * 3, strict=True)) if r > 150 and g < 90]
    document.close()
    assert red and min(red) // picture.width > picture.height * 0.85
    with pikepdf.open(pdf) as opened:
        assert opened.pages[0].Annots[0].FT == "/Sig"


def test_a_signature_that_was_cut_off_is_named(kept: Path) -> None:
    def strip(path: Path) -> None:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            del pdf.Root.AcroForm
            for page in pdf.pages:
                if "/Annots" in page and any(one.get("/FT") == "/Sig" for one in page.Annots):
                    del page.Annots
            pdf.save(path, preserve_pdfa=True, deterministic_id=True)

    verdict = resealed(kept, strip)
    assert "签名" in said(verdict) or "signature is gone" in said(verdict), said(verdict)


def test_what_was_appended_after_signing_is_named(kept: Path) -> None:
    def append(path: Path) -> None:
        from pyhanko.pdf_utils.generic import NameObject
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

        with path.open("rb+") as file:
            writer = IncrementalPdfFileWriter(file)
            writer.root[NameObject("/PageMode")] = NameObject("/UseNone")
            writer.update_root()  # type: ignore[no-untyped-call]
            writer.write_in_place()  # type: ignore[no-untyped-call]

    verdict = resealed(kept, append)
    assert WHO in said(verdict) and not verdict.is_sound


def test_a_byte_changed_under_the_signature_is_named(kept: Path) -> None:
    def flip(path: Path) -> None:
        content = bytearray(path.read_bytes())
        at = content.index(b"/Producer")
        content[at + 1 : at + 9] = b"producer"
        path.write_bytes(content)

    verdict = resealed(kept, flip)
    assert any(WHO in finding.message for finding in verdict.findings), said(verdict)


def test_another_signer_than_the_catalogue_says_is_named(kept: Path, tmp_path: Path, face: Path) -> None:
    def again(path: Path) -> None:
        made_archives.bundle(path, tmp_path, face)
        archives.sign(path, credential(tmp_path, "别人"))

    assert "别人" in said(resealed(kept, again))


def test_another_certificate_of_the_same_name_is_named(kept: Path, tmp_path: Path, face: Path) -> None:
    mine = archives.catalogue_of(kept / "2009-07-10/2009-D30").files[0]
    assert mine.issuer == WHO and len(mine.fingerprint) == 64

    def again(path: Path) -> None:
        made_archives.bundle(path, tmp_path, face, credential=credential(tmp_path))

    assert f"{WHO} 的另一张证书" in said(resealed(kept, again))


def test_a_form_that_is_more_than_a_signature_is_active_content(kept: Path) -> None:
    def add(path: Path) -> None:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("x"), Subtype=pikepdf.Name.Widget)
            pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))
            pdf.save(path)

    assert "AcroForm" in said(resealed(kept, add))


def test_a_wrong_password_and_an_expired_certificate_are_refused(tmp_path: Path) -> None:
    mine = credential(tmp_path)
    with pytest.raises(InputError, match="p12"):
        archives.signer(Credential(mine.path, "falsch"))
    with pytest.raises(InputError):
        archives.signer(credential(tmp_path, ends=-1))


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices have names on POSIX only")
def test_a_certificate_that_is_a_pipe_a_device_or_far_too_large_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.p12")
    (tmp_path / "large.p12").write_bytes(b"0" * (2 << 20))
    for path in (tmp_path / "pipe.p12", Path("/dev/zero"), tmp_path / "large.p12", tmp_path):
        with pytest.raises(InputError, match=path.name):
            archives.signer(Credential(path, "x"))


def test_without_pyhanko_the_signature_is_a_warning_and_signing_says_what_to_install(
    made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko.sign", None)
    verdict = verify(made)
    assert verdict.is_sound
    assert [finding.grade for finding in verdict.findings] == [Grade.WARNING]
    kept = Path(shutil.copytree(made, tmp_path / "kept"))
    content = bytearray((kept / BUNDLE).read_bytes())
    at = content.index(b"/Producer")
    content[at + 1 : at + 9] = b"producer"

    def replace(path: Path) -> None:
        path.write_bytes(content)

    broken = resealed(kept, replace)
    assert f"{WHO} 签名之后被改动过" in said(broken)
    with pytest.raises(MissingDependencyError) as caught:
        signature.signer(Credential(tmp_path / "x.p12", ""))
    assert '".[sign]"' in caught.value.hint
