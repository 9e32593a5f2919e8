"""Writes the official layouts, ``templates/*.docx``: ``python -m tools.official_templates``.

The layouts are kept as code because a .docx cannot be reviewed: here every measure has its reason. GB/T 9704-2012 gives
page, faces and sizes; domain.md §3 what a secretary expects of each paper. :mod:`~tools.official_templates.wordml` knows
WordprocessingML, :mod:`~tools.official_templates.styles` the styles, :mod:`~tools.official_templates.package` the file; one
module per paper knows its text. The same code writes the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.official_templates import (
    activist_roll,
    activity_record,
    agreement,
    amendment,
    appraisal,
    assessment,
    bulletin,
    bundle_pages,
    certificate,
    class_contacts,
    college_report,
    contact_record,
    credit_summary,
    cultivation_record,
    dossier,
    group_summary,
    innovation_case,
    jury_summary,
    mutual_review,
    notice_report,
    plan,
    public_notice,
    register,
    scheme,
    selection_list,
    sign_in_sheet,
    signing_list,
    work_report,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEMPLATES: dict[str, Callable[[], bytes]] = {
    "agreement": agreement.template,
    "plan": plan.template,
    "amendment": amendment.template,
    "contact_record": contact_record.template,
    "activity_record": activity_record.template,
    "mutual_review": mutual_review.template,
    "appraisal": appraisal.template,
    "group_summary": group_summary.template,
    "assessment": assessment.template,
    "dossier": dossier.template,
    "work_report": work_report.template,
    "college_report": college_report.template,
    "scheme": scheme.template,
    "register": register.template,
    "public_notice": public_notice.template,
    "notice_report": notice_report.template,
    "jury_summary": jury_summary.template,
    "certificate": certificate.template,
    "class_contacts": class_contacts.template,
    "activist_roll": activist_roll.template,
    "credit_summary": credit_summary.template,
    "cultivation_record": cultivation_record.template,
    "selection_list": selection_list.template,
    "sign_in_sheet": sign_in_sheet.template,
    "bulletin": bulletin.template,
    "innovation_case": innovation_case.template,
    "case_application": innovation_case.application,
    "cover": bundle_pages.cover,
    "catalogue": bundle_pages.catalogue,
    "signing_list": signing_list.template,
    "remarks": bundle_pages.remarks,
    "spine": bundle_pages.spine,
}
"""The bytes of each official template by stem."""


def write(folder: Path) -> None:
    """Write every official template into a folder."""
    for stem, template in TEMPLATES.items():
        (folder / f"{stem}.docx").write_bytes(template())
