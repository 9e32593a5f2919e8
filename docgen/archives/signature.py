"""Signatures on a sealed bundle (PKCS#7 detached, ISO 32000-1, 12.8.3.3): made with a PKCS#12 file, checked by ``verify``.

Optional, with pyHanko (the extra ``sign``). A signature is an appended revision: the sealed bytes before it stay
as they are, and PDF/A-2b permits it (ISO 19005-2, 6.4). Whether a signer is to be trusted is not judged here: that asks for
the school's own root certificates, and is what a PDF reader shows.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import incoming
from docgen.archives.records import BoundFile, signing_mark_in
from docgen.archives.verdict import Notes, Quality
from docgen.errors import ArchiveError, InputError, MissingDependencyError, output_error
from docgen.files import beside, rename
from docgen.incoming import limits
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf
    from pyhanko.sign.signers import SimpleSigner

FIELD = "归档签名"
_REASON = "归档"
_HIDDEN, _PRINTED = 0b10, 0b100
"""Flags of an annotation (ISO 32000-1, table 165)."""
_CORNER = (56.7, 56.7)
"""Points from the right and the lower edge of the cover."""

for _name in ("pyhanko", "pyhanko_certvalidator"):  # what they find is said in our own words
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


@dataclass(frozen=True, slots=True)
class Credential:
    """Whose signature: a PKCS#12 file, its password, and whether the signature shows on the cover."""

    path: Path
    password: str = field(repr=False)
    is_visible: bool = False


@dataclass(frozen=True, slots=True)
class CertifiedSigner:
    """Who signs: the name in a certificate, the certificate's SHA-256, and who issued it."""

    name: str
    fingerprint: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Plate:
    """What a visible signature looks like: a page of a PDF, and its size in points."""

    pdf: Path
    width: float
    height: float


def signer(credential: Credential) -> CertifiedSigner:
    """Return whose credential it is. Raise InputError when it cannot be used, MissingDependencyError without pyHanko."""
    certificate = _load(credential).signing_cert
    assert certificate is not None
    if not certificate.not_valid_before <= datetime.now(UTC) <= certificate.not_valid_after:
        raise InputError(
            _("{file}: the certificate is valid from {begin} to {end} only").format(
                file=credential.path.name,
                begin=certificate.not_valid_before.date(),
                end=certificate.not_valid_after.date(),
            )
        )
    return _signer(certificate)


def sign(pdf: Path, credential: Credential, plate: Plate | None = None) -> None:
    """Sign a sealed bundle in place; with a ``plate`` the signature shows at the foot of its first page.

    The file appears whole, or stays as it was. Raise InputError when the credential cannot be used, ArchiveError when the
    bundle cannot be signed.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import AxisAlignment, SimpleBoxLayoutRule
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.stamp import StaticStampStyle

    class Kept(IncrementalPdfFileWriter):
        """Stays a PDF 1.7 file: for a key on a curve pyHanko 0.38 writes /Version /2.0, which PDF/A-2 forbids (6.1.2)."""

        def ensure_output_version(self, version: object) -> None: ...

        def register_extension(self, ext: object) -> None: ...

    owner = _load(credential)
    style = place = None
    if plate is not None:
        whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID)
        style = StaticStampStyle.from_pdf_file(
            str(plate.pdf), border_width=0, background_opacity=1, background_layout=whole
        )
        right, foot = _corner(pdf)
        box = (round(right - plate.width), round(foot), round(right), round(foot + plate.height))
        place = SigFieldSpec(FIELD, on_page=0, box=box)
    metadata = PdfSignatureMetadata(
        field_name=FIELD, reason=_REASON, md_algorithm="sha256", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    )
    aside = beside(pdf)
    try:
        with pdf.open("rb") as source, aside.open("xb+") as target:
            PdfSigner(metadata, owner, stamp_style=style, new_field_spec=place).sign_pdf(Kept(source), output=target)
            target.flush()
            os.fsync(target.fileno())
        rename(aside, pdf)
    except (SigningError, PdfError, ValueError) as error:
        raise ArchiveError(_("{file}: cannot be signed: {reason}").format(file=pdf.name, reason=error)) from error
    except OSError as error:
        raise output_error(error, pdf) from error
    finally:
        aside.unlink(missing_ok=True)


def is_signature_alone(form: pikepdf.Object) -> bool:
    """Whether a document's form is nothing but signatures: no scripts, no other fields, nothing drawn by the reader."""
    import pikepdf

    if not isinstance(form, pikepdf.Dictionary) or set(form.keys()) - {"/Fields", "/SigFlags", "/DR", "/DA"}:
        return False
    fields = form.get("/Fields")
    return isinstance(fields, pikepdf.Array) and len(fields) > 0 and all(map(is_signature, fields))


def is_signature(annotation: pikepdf.Object) -> bool:
    """Whether an annotation is a signature that acts in no way (ISO 19005-2, 6.3 and 6.4)."""
    flags = int(annotation.get("/F", 0))
    return (
        str(annotation.get("/FT", "")) == "/Sig"
        and not {"/A", "/AA", "/Kids"} & set(annotation.keys())
        and bool(flags & _PRINTED)
        and not flags & _HIDDEN
    )


def taken_off(page: pikepdf.Page) -> list[pikepdf.Object]:
    """Take the signatures off a page; return what they show."""
    import pikepdf

    annotations = page.obj.get("/Annots", pikepdf.Array())
    signatures = [one for one in annotations if is_signature(one)]
    if signatures:
        page.obj.Annots = pikepdf.Array(one for one in annotations if not is_signature(one))
    return [one.AP.N for one in signatures if "/AP" in one and float(one.Rect[2]) > float(one.Rect[0])]


def check(pdf: Path, bound: BoundFile, keywords: str, notes: Notes) -> None:
    """Note what is wrong with the signatures of a bundle; ``bound`` says who signed it, its ``keywords`` with what."""
    import pikepdf

    name, announced = bound.name, signing_mark_in(keywords)
    with pikepdf.open(pdf) as document:
        form = document.Root.get("/AcroForm")
        if form is None or not is_signature_alone(form):
            who = bound.signer or bound.fingerprint[:16] or bound.issuer or announced[:16]
            if who:
                notes.error(
                    Quality.AUTHENTIC, name, _("was signed by {signer}, and the signature is gone").format(signer=who)
                )
            return
        untouched = all(_is_untouched(field, pdf) for field in form.Fields)
    if not untouched:
        notes.error(
            Quality.AUTHENTIC, name, _("was changed after {signer} had signed it").format(signer=bound.signer or "—")
        )
    try:
        found = _signatures(pdf)
    except MissingDependencyError as missing:
        if untouched:
            said = _("bears a signature that covers all of it; whose it is was not checked: {hint}")
            notes.warn(Quality.AUTHENTIC, name, said.format(hint=missing.hint))
        return
    except ValueError as error:
        notes.error(Quality.AUTHENTIC, name, _("its signature cannot be read: {reason}").format(reason=error))
        return
    for owner, is_whole in found:
        notes.count("signatures")
        if not is_whole and untouched:
            notes.error(
                Quality.AUTHENTIC, name, _("its signature is not that of {signer}").format(signer=owner.name or "—")
            )
        if owner.name != bound.signer:
            notes.error(
                Quality.AUTHENTIC,
                name,
                _("is signed by {signer}, the catalogue says {said}").format(
                    signer=owner.name, said=bound.signer or "—"
                ),
            )
        elif {owner.fingerprint} != {bound.fingerprint, announced}:
            notes.error(
                Quality.AUTHENTIC,
                name,
                _("is signed with another certificate of {signer} than it was archived with").format(signer=owner.name),
            )


def _is_untouched(field: pikepdf.Object, pdf: Path) -> bool:
    """Whether a signature covers the whole file and holds its checksum; whose it is, is another question."""
    value = field.get("/V")
    covered = [int(part) for part in value.get("/ByteRange", [])] if value is not None else []
    if value is None or len(covered) != 4 or covered[0] != 0 or covered[2] + covered[3] != pdf.stat().st_size:
        return False
    with pdf.open("rb") as file:
        content = file.read()
    held = bytes(value.Contents)
    signed = content[: covered[1]] + content[covered[2] :]
    return any(hashlib.new(algorithm, signed).digest() in held for algorithm in ("sha256", "sha384", "sha512"))


def _signatures(pdf: Path) -> list[tuple[CertifiedSigner, bool]]:
    """Return each signature's signer, and whether the file is as it was signed. Raise ValueError when it is none."""
    _require()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    found = []
    try:
        with pdf.open("rb") as file:
            for one in PdfFileReader(file).embedded_signatures:
                status = validate_pdf_signature(one, ValidationContext(trust_roots=[], allow_fetching=False))
                is_whole = status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
                found.append((_signer(status.signing_cert), is_whole))
    except (PdfError, SignatureValidationError, SigningError) as error:
        raise ValueError(str(error)) from error
    return found


def _load(credential: Credential) -> SimpleSigner:
    _require()
    from pyhanko.sign.signers import SimpleSigner

    incoming.require(credential.path, limits.CREDENTIAL)
    load: Callable[..., SimpleSigner | None] = SimpleSigner.load_pkcs12
    loaded = load(str(credential.path), passphrase=credential.password.encode())
    if loaded is None or loaded.signing_cert is None:
        raise InputError(
            _("{file}: cannot be opened as a certificate with its key").format(file=credential.path.name),
            hint=_("It must be a PKCS#12 file (.p12 or .pfx), and its password the right one."),
        )
    return loaded


def _require() -> None:
    try:
        import pyhanko.sign  # noqa: F401
    except ImportError as error:
        raise MissingDependencyError(
            _("signatures need the package pyHanko, which is not there"),
            hint=_("In docgen's folder: {command}").format(command='pip install ".[sign]"'),
        ) from error


def _signer(certificate: object) -> CertifiedSigner:
    raw = getattr(certificate, "sha256", b"")
    return CertifiedSigner(_called(certificate, "subject"), bytes(raw).hex(), _called(certificate, "issuer"))


def _called(certificate: object, whose: str) -> str:
    """Return a name in a certificate: the common name, else all of it."""
    name = getattr(certificate, whose, None)
    native = getattr(name, "native", {})
    return str(native.get("common_name") or getattr(name, "human_friendly", ""))


def _corner(pdf: Path) -> tuple[float, float]:
    import pikepdf

    with pikepdf.open(pdf) as document:
        box = [float(edge) for edge in document.pages[0].mediabox]
    return box[2] - _CORNER[0], box[1] + _CORNER[1]
