"""Step 4, compose: a semester's rows into one Document per paper.

The registry :data:`KINDS` is the only list of kinds; a new kind is a model, a template and a line here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from docgen.documents.agreement import Agreement, compose_agreement
from docgen.documents.amendment import Amendment, changes_of, compose_amendment
from docgen.documents.bundle_pages import Catalogue, Cover, Remarks
from docgen.documents.dossier import Dossier
from docgen.documents.kind import Document, DocumentKind, Per, Plain, plain
from docgen.documents.plan import Plan, compose_plan
from docgen.documents.work_report import WorkReport, compose_work_report
from docgen.errors import DataError, InputError
from docgen.field import Group, GroupState, Programme, Semester, Summary
from docgen.messages import _

AGREEMENT = DocumentKind("agreement", "共勉协议书", Per.GROUP, 10, Agreement, pages=(2, 12))
PLAN = DocumentKind("plan", "共勉计划备案表", Per.GROUP, 20, Plan, pages=(1, 10))
AMENDMENT = DocumentKind("amendment", "变更备案表", Per.CHANGE, 30, Amendment, pages=(1, 3))
WORK_REPORT = DocumentKind("work_report", "活动工作总结", Per.SEMESTER, 90, WorkReport, pages=(2, 60))
DOSSIER = DocumentKind("dossier", "个人成长档案", Per.PERSON, 95, Dossier, pages=(1, 60))
COVER = DocumentKind("cover", "封面", Per.BUNDLE, 0, Cover, pages=(1, 1))
CATALOGUE = DocumentKind("catalogue", "归档文件目录", Per.BUNDLE, 1, Catalogue, pages=(1, 200))
REMARKS = DocumentKind("remarks", "备考表", Per.BUNDLE, 99, Remarks, pages=(1, 2))

KINDS: dict[str, DocumentKind] = {
    kind.stem: kind for kind in (AGREEMENT, PLAN, AMENDMENT, WORK_REPORT, DOSSIER, COVER, CATALOGUE, REMARKS)
}
"""All kinds by stem."""


def kind_called(name: str) -> DocumentKind:
    """Return the kind of a stem or a title; raise InputError with the names there are."""
    for kind in KINDS.values():
        if name in (kind.stem, kind.title):
            return kind
    known = "、".join(f"{kind.stem} {kind.title}" for kind in KINDS.values())
    raise InputError(
        _("no kind of document is called {name}").format(name=name),
        hint=_("There are: {known}").format(known=known),
    )


def compose(
    semester: Semester, numbers: Mapping[str, str], groups: Collection[str], *, department: bool
) -> tuple[Document, ...]:
    """Compose papers: those of ``groups`` in workbook order, then the department's if asked for.

    ``numbers`` has the filing number of each group. A group that was merged or withdrawn has no papers but those of its
    changes. What a paper says does not depend on which others are composed with it.
    """
    programme = semester.programme
    if programme is None:
        raise DataError(_("nothing can be made while the sheet 学期 is faulty"))
    papers: list[Document] = []
    wanted = frozenset(groups)
    for group in semester.groups:
        if group.id not in wanted:
            continue
        number = numbers[group.id]
        if group.state is GroupState.ACTIVE:
            papers += _of_active(semester, programme, group, number)
        for sequence, change in enumerate(changes_of(semester, group), start=1):
            amendment = compose_amendment(semester, programme, group, number, change, sequence)
            title = f"{group.name}{AMENDMENT.title}（{change.matter}）"
            key = f"{group.id}-变更{sequence}"
            papers.append(Document(AMENDMENT, key, title, plain(amendment), group.id, number, change.changed_on))
    if department:
        report = compose_work_report(semester, programme, dict(numbers))
        title = f"{programme.term_name}“{programme.activity}”{WORK_REPORT.title}"
        papers.append(
            Document(
                WORK_REPORT,
                Summary.DEPARTMENT,
                title,
                plain(report),
                number=programme.document_number,
                dated=programme.reported_on,
            )
        )
    return tuple(papers)


def _of_active(semester: Semester, programme: Programme, group: Group, number: str) -> list[Document]:
    agreement = compose_agreement(semester, programme, group, number)
    plan = compose_plan(semester, programme, group, number)
    return [
        _of_group(AGREEMENT, group, plain(agreement), number, group.agreed_on),
        _of_group(PLAN, group, plain(plan), number, group.filed_on or group.founded_on),
    ]


def _of_group(kind: DocumentKind, group: Group, data: dict[str, Plain], number: str, dated: date | None) -> Document:
    return Document(kind, group.id, f"{group.name}{kind.title}", data, group.id, number, dated)


def from_mapping(kind: DocumentKind, data: Mapping[str, Any], key: str) -> Document:
    """Make a document from a data file's mapping (text values; Chinese or English names).

    Raise DataError naming each faulty entry by its path, such as ``成员.2.姓名``.
    """
    from docgen.documents.faults import problems

    try:
        paper = kind.model.model_validate(data)
    except ValidationError as error:
        found = problems(error, kind)
        raise DataError(_("{title}: the data does not fit").format(title=kind.title), found) from None
    return Document(kind, key, kind.title, plain(paper))
