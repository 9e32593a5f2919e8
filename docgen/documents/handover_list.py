"""归档材料移交清册: what a sealed edition hands over, box by box, with its digest; each side signs and keeps a copy."""

from __future__ import annotations

from pydantic import Field

from docgen.documents.bundle_pages import SpineBox
from docgen.documents.heading import Heading
from docgen.documents.kind import DocumentKind, Per
from docgen.messages import N_


class HandedBox(SpineBox):
    """One box, as its spine says it, and how much is in it."""

    items: int = Field(alias="件数", description=N_("How many items"))
    pages: int = Field(alias="页数", description=N_("How many pages"))
    code: str = Field("", alias="核验码", description=N_("Short code for what is in the box, as on its 备考表"))


class HandoverList(Heading):
    """What is handed over, by whom, and the digest by which both sides can tell that it is still the same."""

    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))
    fonds: str = Field(alias="全宗号", description=N_("Fonds number"))
    fonds_name: str = Field("", alias="全宗名称", description=N_("Name of the fonds"))
    edition: str = Field(alias="版本", description=N_("Number of the edition"))
    boxes: tuple[HandedBox, ...] = Field(alias="盒", min_length=1, description=N_("One line a box"))
    items: int = Field(alias="件数", description=N_("How many items"))
    pages: int = Field(alias="页数", description=N_("How many pages"))
    digest: str = Field(alias="数字摘要", description=N_("Digest of the edition, in groups of four digits"))


KIND = DocumentKind("handover_list", "归档材料移交清册", Per.BUNDLE, 101, HandoverList, pages=(1, 50), copies=2)
