"""``template lint`` and ``template fields``: do the layouts fit the data, and what may stand in them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from docgen.cli.root import FILE, docgen
from docgen.cli.words import Group, argument, common, option
from docgen.errors import ExitCode
from docgen.messages import N_, _


@docgen.group(cls=Group, help=N_("The Word templates: checked against their data, and what may be pasted into them."))
@common
def template() -> None: ...


@template.command(
    help=N_(
        """Check templates against their data: each finding with its part and the words that stand there.

        Without FILE the official templates are checked. A file is taken for the kind it is named after (plan.docx),
        unless --kind says otherwise. Exit code 4 when one of them cannot be used as it is.
        """
    )
)
@argument("files", type=FILE, nargs=-1, metavar="[FILE]...")
@option("--kind", metavar="KIND", help=N_("Kind of paper, by stem or title."))
@option("--json", "as_json", is_flag=True, help=N_("For programs: JSON on stdout."))
@common
def lint(files: tuple[Path, ...], kind: str | None, as_json: bool) -> None:
    from docgen import documents, resources
    from docgen.documents import schemas
    from docgen.template.lint import lint as lint_file

    official = [resources.templates() / f"{one.stem}.docx" for one in documents.KINDS.values()]
    found = {
        path: lint_file(path, json.loads(schemas.schema(documents.kind_called(kind or path.stem))))
        for path in files or official
    }
    if as_json:
        said = [{"file": path.name, **finding.as_json()} for path, findings in found.items() for finding in findings]
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        for path, findings in found.items():
            click.echo(f"{path.name}：" + (_("sound") if not findings else _("{n} findings").format(n=len(findings))))
            for finding in findings:
                click.echo(f"  {finding.severity} {finding}")
    if any(finding.is_error for findings in found.values() for finding in findings):
        raise click.exceptions.Exit(ExitCode.TEMPLATE)


@template.command(help=N_("List the placeholders of a kind of paper, to paste into Word, with meaning and example."))
@argument("kind", metavar="KIND")
@option("--json", "as_json", is_flag=True, help=N_("For programs: JSON on stdout."))
@common
def fields(kind: str, as_json: bool) -> None:
    from dataclasses import asdict

    from docgen import documents
    from docgen.documents import schemas
    from docgen.template.fields import placeholders

    found = placeholders(json.loads(schemas.schema(documents.kind_called(kind))))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        example = _(", such as {example}").format(example=one.example) if one.example else ""
        click.echo(f"{one.tag}\n    {_(one.meaning)}{example}")
