"""Checks Word templates, lists what may stand in them, begins and compares them: ``docgen template``."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

import docgen
from docgen.cli.root import FILE, as_json, engine, overwrite, program
from docgen.cli.terminal import show, streams
from docgen.cli.terminal.translated import argument, option
from docgen.errors import ExitCode
from docgen.messages import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator


@program.group(help=N_("The Word templates: checked against their data, and what may be pasted into them."))
def template() -> None: ...


@template.command(
    help=N_(
        """Check templates against their data: each finding with its part and the words that stand there.

        Without FILE the official templates are checked. A file is taken for the kind it is named after (plan.docx, or
        the schema of that name beside it), unless --kind says otherwise. Exit code 4 when one of them cannot be used.
        --annotate gives one template back with a comment of Word at each finding, to be corrected in Word or WPS.
        An upper office's form (.xlsx) is checked, too; --kind says against the data of which paper.
        """
    )
)
@argument("files", type=FILE, nargs=-1, metavar="[FILE]...")
@option("--kind", metavar="KIND", help=N_("Kind of paper: stem, title, or a schema file."))
@option("--annotate", "marked", type=FILE, help=N_("Give back the template with a Word comment at every finding."))
@as_json
@overwrite
def lint(files: tuple[Path, ...], kind: str | None, marked: Path | None, as_json: bool, force: bool) -> None:
    if marked is not None and len(files) != 1:
        raise click.UsageError(_("--annotate is for one template at a time."))
    chosen = files or docgen.official_templates()
    found = {path: docgen.lint_template(path, kind=kind or "") for path in chosen}
    papers = [path for path in files if path.suffix.lower() != ".xlsx"]
    readable = [path for path in papers if not any(one.slug == "unreadable" for one in found[path])]
    named = {path: list(_fonts(path)) for path in readable}
    if as_json:
        said = [{"file": path.name, **finding.as_json()} for path, findings in found.items() for finding in findings]
        said += [
            {"file": path.name, "slug": "font", "severity": "I", "message": line}
            for path, lines in named.items()
            for line in lines
        ]
        streams.write_json(said)
    else:
        for path, findings in found.items():
            click.echo(f"{path.name}：" + (_("sound") if not findings else _("findings: {n}").format(n=len(findings))))
            for finding in findings:
                click.echo(f"  {finding.severity} {finding}" + (f" → {finding.hint}" if finding.hint else ""))
            for line in named.get(path, ()):
                click.echo(f"  {line}")
    if marked is not None:
        docgen.annotate_template(files[0], marked, found[files[0]], force=force)
        show.say(_("Marked template: {path}").format(path=marked))
    if any(finding.is_error for findings in found.values() for finding in findings):
        raise click.exceptions.Exit(ExitCode.TEMPLATE)


@template.command(help=N_("List the placeholders of a kind of paper, to paste into Word, with meaning and example."))
@argument("kind", metavar="KIND")
@as_json
def fields(kind: str, as_json: bool) -> None:
    from dataclasses import asdict

    found = docgen.placeholders(kind)
    if as_json:
        streams.write_json([asdict(one) for one in found])
        return
    for one in found:
        example = _(", such as {example}").format(example=one.example) if one.example else ""
        told = f"{one.meaning}{example}".lstrip("，, ")
        click.echo(f"{one.tag}\n    {told}" if told else one.tag)


@template.command(
    help=N_(
        """Write a template to begin with: every placeholder of a kind of paper in a plain form.

        KIND is a stem, a title, the schema file of a kind of your own, or a file in the folder of an activity that is
        described there: FOLDER/notice.docx.
        """
    )
)
@argument("kind", metavar="KIND")
@option("-o", "--out", type=FILE, help=N_("File to write (default: named after the kind, beside its schema)."))
@overwrite
def new(kind: str, out: Path | None, force: bool) -> None:
    click.echo(docgen.begin_template(kind, target=out, force=force))


@template.command(
    help=N_(
        """Say which placeholders came, went or moved from one template to another, such as a new official form.

        Exit code 0 whether or not they differ.
        """
    )
)
@argument("old", type=FILE)
@argument("new", type=FILE)
@as_json
def diff(old: Path, new: Path, as_json: bool) -> None:
    from dataclasses import asdict

    found = docgen.compare_templates(old, new)
    if as_json:
        streams.write_json([asdict(one) for one in found])
        return
    words = {
        docgen.PlaceholderFate.CAME: _("came"),
        docgen.PlaceholderFate.WENT: _("went"),
        docgen.PlaceholderFate.MOVED: _("moved"),
    }
    for one in found:
        places = "；".join(map(str, one.after or one.before))
        if one.change is docgen.PlaceholderFate.MOVED:
            places = f"{'；'.join(map(str, one.before))} → {places}"
        click.echo(f"{words[one.change]}  {one.path}  {places}")
    if not found:
        click.echo(_("The same placeholders in the same places."))


@template.command(
    help=N_(
        """Make pictures of what a template would look like, a PNG a page.

        It is filled with DATA, else with the sample of its kind, else with values made up from its placeholders. Nothing else is
        made, and what a paper would be refused for is said.
        """
    )
)
@argument("file", type=FILE)
@option("--data", type=FILE, help=N_("A data file (YAML or JSON), as for docgen fill."))
@option("--kind", metavar="KIND", help=N_("Kind of paper: stem, title, or a schema file."))
@option(
    "-o", "--out", type=FILE, help=N_("File to write, .png (default: beside the template); further pages get -2, -3 …")
)
@option("--width", type=click.IntRange(100, 4000), default=620, help=N_("Width of a picture in pixels (default: 620)."))
@engine
@overwrite
def preview(
    file: Path, data: Path | None, kind: str | None, out: Path | None, width: int, engine: str, force: bool
) -> None:
    from docgen import files, outgoing

    wanted = out or file.with_suffix(".png")
    if wanted.suffix.lower() != ".png":
        raise click.UsageError(_("{path}: a picture ends in .png").format(path=wanted))
    found = docgen.preview_template(file, kind=kind or "", data=data, engine=engine, width=width)
    for number, picture in enumerate(found.pages, 1):
        path = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        with outgoing.file(path, [file, data], force=force) as place:
            files.write(place, picture)
        click.echo(path)
    later = count(max(len(found.pages) + 1, 2))
    outgoing.clear(wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}") for number in later)
    if found.is_made_up:
        show.say(_("The values are made up: --data fills in your own."))
    for remark in found.remarks:
        show.say(_("No paper would be made so: {reason}").format(reason=remark))


def _fonts(path: Path) -> Iterator[str]:
    """Say of each family that a template names whether this machine has it, and what PDFs are drawn with."""
    for one in docgen.typefaces_of(path):
        there = {None: "", True: _("on this machine"), False: _("not on this machine")}[one.is_installed]
        pdf = _("PDFs draw {face} for it").format(face=one.drawn_with) if one.drawn_with else ""
        chosen = "" if one.is_known else _("docgen knows no likeness of it")
        yield _("font {family}: {said}").format(family=one.family, said="，".join(filter(None, (there, pdf, chosen))))
