"""The bundle's own pages: cover, 归档文件目录, 备考表; the labels of its boxes, 归档材料移交清册 (DA/T 22-2015).

They are papers like the others, filled from templates, so that a school can lay them out its own way.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from docgen.documents.heading import Heading
from docgen.documents.kind import DocumentKind, Paper, Per
from docgen.messages import N_


class Cover(Heading):
    """Cover of a bundle: 全宗号 全宗名称 年度 保管期限 机构（问题）, and what it holds."""

    edition: str = Field(alias="版本", description=N_("What kind of copy this is, such as 草稿 or 归档"))
    school: str = Field(alias="学校", description=N_("School"))
    department: str = Field(alias="院系", description=N_("Department"))
    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))
    fonds: str = Field("", alias="全宗号", description=N_("Fonds number"))
    fonds_name: str = Field("", alias="全宗名称", description=N_("Name of the fonds"))
    year: int = Field(alias="年度", description=N_("Year of the archive"))
    retention: str = Field(alias="保管期限", description=N_("Retention in words, such as 30年"))
    archive_class: str = Field("", alias="机构问题", description=N_("Office or matter: the class of the archive"))
    items: int = Field(alias="件数", description=N_("How many items"))
    pages: int = Field(alias="页数", description=N_("How many pages"))
    first_item: str = Field("", alias="起件号", description=N_("First item number"))
    last_item: str = Field("", alias="止件号", description=N_("Last item number"))
    box: str = Field("", alias="盒号", description=N_("Number of the box"))


class CatalogueLine(Paper):
    """A row of the catalogue: 序号 档号 文号 责任者 题名 日期 密级 页数 备注."""

    number: int = Field(alias="序号", description=N_("Running number"))
    reference: str = Field("", alias="档号", description=N_("Archive number; empty in a draft"))
    document_number: str = Field("", alias="文号", description=N_("Document number"))
    responsible: str = Field("", alias="责任者", description=N_("Who is responsible"))
    title: str = Field(alias="题名", description=N_("Title"))
    dated: str = Field("", alias="日期", description=N_("Date as YYYYMMDD"))
    secrecy: str = Field("", alias="密级", description=N_("Secrecy"))
    pages: int = Field(alias="页数", description=N_("How many pages"))
    first_page: int = Field(alias="起始页", description=N_("First page in the bundle"))
    remark: str = Field("", alias="备注", description=N_("Remark"))


class Catalogue(Heading):
    """归档文件目录, A4 landscape."""

    edition: str = Field(alias="版本", description=N_("What kind of copy this is, such as 草稿 or 归档"))
    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))
    lines: tuple[CatalogueLine, ...] = Field(alias="文件", description=N_("One line an item"))


class Remarks(Heading):
    """备考表: 盒内文件情况说明 整理人 整理日期 检查人 检查日期."""

    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))
    explanation: tuple[str, ...] = Field(alias="情况说明", description=N_("State of the files, paragraphs"))
    archivist: str = Field("", alias="整理人", description=N_("Who put it in order"))
    arranged_on: date | None = Field(None, alias="整理日期", description=N_("Day of arranging"))
    inspector: str = Field("", alias="检查人", description=N_("Who checked it"))
    inspected_on: date | None = Field(None, alias="检查日期", description=N_("Day of the check"))
    code: str = Field("", alias="核验码", description=N_("Short code for what is in the box; empty in a draft"))


class SpineBox(Paper):
    """What stands on the spine of one box."""

    fonds: str = Field(alias="全宗号", description=N_("Fonds number"))
    year: int = Field(alias="年度", description=N_("Year of the archive"))
    retention: str = Field(alias="保管期限", description=N_("Retention in words, such as 30年"))
    archive_class: str = Field("", alias="机构问题", description=N_("Office or matter: the class of the archive"))
    first_item: str = Field(alias="起件号", description=N_("First item number"))
    last_item: str = Field(alias="止件号", description=N_("Last item number"))
    box: str = Field(alias="盒号", description=N_("Number of the box"))


class Spine(Heading):
    """Labels for the spines of the boxes, to be cut out: 全宗号 年度 保管期限 起止件号 盒号 (DA/T 22-2015)."""

    boxes: tuple[SpineBox, ...] = Field(alias="盒", min_length=1, description=N_("One label a box"))


COVER = DocumentKind("cover", "封面", Per.BUNDLE, 0, Cover, pages=(1, 1))
CATALOGUE = DocumentKind("catalogue", "归档文件目录", Per.BUNDLE, 1, Catalogue, pages=(1, 2000))
REMARKS = DocumentKind("remarks", "备考表", Per.BUNDLE, 99, Remarks, pages=(1, 2))
SPINE = DocumentKind("spine", "盒脊标签", Per.BUNDLE, 100, Spine, pages=(1, 20))


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


HANDOVER = DocumentKind("handover_list", "归档材料移交清册", Per.BUNDLE, 101, HandoverList, pages=(1, 50), copies=2)
