"""LibreOffice as an engine, under supervision: is it there, and papers in, PDFs out.

Left to itself it drops the files of a call past about 246 without a word, leaves its child alive when it is killed,
and ends with exit code 0 whatever happened. So: at most 200 files a call, each call with a profile and folders of its own, a
deadline that starts anew with every finished file, the whole process group killed, every output checked
(:mod:`~docgen.convert.libreoffice_files`), and a call that lost files repeated with what is missing until a poisoned file
stands alone.

A profile of our own because two programs on one profile collide, and because the user's own one may allow macros or hold a
half-finished recovery. What a document could make LibreOffice do beside laying out its text (run a macro, update a link, fetch a
picture over http or from the disk) is turned off there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.convert.libreoffice_probe import probe, profile_option
from docgen.errors import ConversionError, MachineError, MissingDependencyError, output_error
from docgen.files import scratch
from docgen.isolate import IsolationError, run_command, stop_all
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.convert import WordFile
    from docgen.fonts import FontSet

_FILES_A_CALL = 200
_FULL = 1 << 20
"""Bytes of free space under which a missing output is laid to the disk's account."""


class LibreOffice:
    """The engine: calls of at most 200 papers, ``jobs`` of them at a time."""

    name = "libreoffice"

    def __init__(
        self, fonts: FontSet | None = None, *, jobs: int = 1, deadline: float = 60, memory: int | None = 8 << 30
    ) -> None:
        """Find the program; ``fonts`` are the only faces it will see, None leaves it the machine's own.

        ``deadline`` is the seconds that may pass without another document finished, ``memory`` the address space
        in bytes (POSIX).

        Raises MissingDependencyError when LibreOffice is not on this machine.
        """
        found = probe()
        if found is None:
            raise MissingDependencyError(
                _("LibreOffice was not found"),
                hint=_("Install it, set DOCGEN_SOFFICE to its program, or use --engine embedded."),
            )
        self._program = found.program
        self._fonts = fonts
        self._jobs = max(1, jobs)
        self._deadline = deadline
        self._memory = memory
        self.version = f"LibreOffice {found.version}"

    def convert(self, papers: Sequence[WordFile]) -> list[bytes | ConversionError]:
        """Convert papers; return one result for each, in the same order.

        A paper that cannot be converted yields a ConversionError in its place. Raises OutputError when the temporary
        folder is full or read-only, and StoppedError when :func:`~docgen.isolate.stop_all` ended it.
        """
        size = max(1, min(_FILES_A_CALL, -(-len(papers) // self._jobs)))
        calls = [papers[start : start + size] for start in range(0, len(papers), size)]
        if self._jobs == 1 or len(calls) < 2:
            return [result for call in calls for result in self._settled(call)]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(self._jobs) as pool:
            try:
                return [result for results in pool.map(self._settled, calls) for result in results]
            except KeyboardInterrupt:
                stop_all()  # the threads wait for programs that Ctrl-C does not reach
                raise

    def _settled(self, papers: Sequence[WordFile]) -> list[bytes | ConversionError]:
        """Repeat with what is missing until each paper has its PDF or has failed alone."""
        results: dict[int, bytes | ConversionError] = {}
        waiting = [list(range(len(papers)))]
        while waiting:
            batch = waiting.pop()
            pdfs, trouble = self._called([papers[index] for index in batch])
            results.update((batch[place], pdf) for place, pdf in pdfs.items())
            missing = [index for place, index in enumerate(batch) if place not in pdfs]
            if not pdfs and trouble is not None and not self._works():
                # Not a poisoned paper: whatever else is tried would fail the same way, deadline after deadline.
                for index in (*missing, *(index for part in waiting for index in part)):
                    results[index] = _failure(papers[index], trouble)
                break
            if len(batch) == 1 and missing:
                results[missing[0]] = _failure(papers[missing[0]], trouble)
            elif missing:
                waiting.extend(_parts(missing, progress=bool(pdfs), stopped=trouble is not None))
        return [results[index] for index in range(len(papers))]

    def _works(self) -> bool:
        """Whether LibreOffice converts a paper that is certainly sound."""
        from docgen.convert import WordFile

        pdfs, _trouble = self._called([WordFile("sound", _sound_paper())])
        return bool(pdfs)

    def _called(self, papers: Sequence[WordFile]) -> tuple[dict[int, bytes], IsolationError | MachineError | None]:
        """Make one call; return the sound PDFs by place, and why it did not come to its end."""
        from docgen.convert import libreoffice_files

        with scratch() as folder:
            inputs, outputs, profile = (folder / name for name in ("in", "out", "profile"))
            names = [f"{place:04d}" for place in range(1, len(papers) + 1)]
            try:
                _write_profile(profile)
                inputs.mkdir()
                outputs.mkdir()
                for name, paper in zip(names, papers, strict=True):
                    (inputs / f"{name}.docx").write_bytes(libreoffice_files.prepared(paper.docx))
            except OSError as error:
                raise output_error(error, folder) from error
            trouble = self._run(folder, [f"{name}.docx" for name in names])
            pdfs: dict[int, bytes] = {}
            for place, name in enumerate(names):
                with contextlib.suppress(FileNotFoundError, libreoffice_files.UnusableOutputError):
                    pdfs[place] = libreoffice_files.normalised((outputs / f"{name}.pdf").read_bytes())
            if len(pdfs) < len(papers):
                _blame_a_full_disk(folder)
            return pdfs, trouble

    def _run(self, folder: Path, files: Sequence[str]) -> IsolationError | MachineError | None:
        profile, outputs = folder / "profile", folder / "out"
        options = "--headless --invisible --norestore --nologo --nodefault --nofirststartwizard --nolockcheck"
        command = [
            os.fspath(self._program),
            profile_option(profile),
            *options.split(),
            "--infilter=MS Word 2007 XML",  # else garbage is read as plain text, and text becomes a PDF too
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", os.fspath(outputs)),
            *files,
        ]

        def finished() -> int:
            return sum(1 for _file in outputs.iterdir())

        try:
            done = run_command(
                command,
                deadline=self._deadline,
                progress=finished,
                memory=self._memory,
                env=self._environment(folder),
                cwd=folder / "in",
            )
        except FileNotFoundError as error:
            raise MissingDependencyError(_("LibreOffice was not found")) from error
        except (IsolationError, MachineError) as error:
            return error
        finally:
            _sweep(profile)
        if done.returncode != 0:
            text = _("the program broke down (exit code {code})").format(code=done.returncode)
            return IsolationError(text, "crash", done.stderr.decode("utf-8", "replace")[-4000:])
        return None

    def _environment(self, folder: Path) -> dict[str, str]:
        environment = {
            **os.environ,
            # What it leaves lying about, it leaves in our folder.
            "HOME": os.fspath(folder),
            "TMPDIR": os.fspath(folder),
            "XDG_CACHE_HOME": os.fspath(folder),
            "XDG_CONFIG_HOME": os.fspath(folder),
            "SAL_USE_VCLPLUGIN": "svp",  # no display is needed, none is looked for
        }
        if self._fonts is not None:
            environment["FONTCONFIG_FILE"] = os.fspath(self._fonts.config)
        return environment


def _parts(missing: list[int], *, progress: bool, stopped: bool) -> list[list[int]]:
    """Cut what a call did not bring into the next calls, last first.

    A call that was stopped stumbled over its first missing file, for it works in order: that one alone, then the
    rest. A call that came to its end without some files is repeated with these, or halved when it brought none.
    """
    if stopped:
        parts = [missing[:1], missing[1:]]
    elif progress:
        parts = [missing]
    else:
        middle = len(missing) // 2
        parts = [missing[:middle], missing[middle:]]
    return [part for part in reversed(parts) if part]


def _sound_paper() -> bytes:
    namespace = "http://schemas.openxmlformats.org"
    office = f"{namespace}/officeDocument/2006/relationships"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{namespace}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{namespace}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{namespace}/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>1</w:t></w:r></w:p></w:body></w:document>",
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return packed.getvalue()


def _failure(paper: WordFile, trouble: IsolationError | MachineError | None) -> ConversionError:
    reason = trouble.message if trouble else _("it cannot be read as a Word file")
    return ConversionError(
        _("{name}: LibreOffice made no PDF: {reason}").format(name=paper.name, reason=reason),
        hint=(trouble.hint if trouble else "")
        or _("Open the .docx in Word or WPS: if it opens there, try --engine embedded."),
    )


def _blame_a_full_disk(folder: Path) -> None:
    if shutil.disk_usage(folder).free < _FULL:
        import errno

        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise output_error(full, folder.parent)


def _sweep(profile: Path) -> None:
    """Remove the socket that a killed LibreOffice leaves in the system's temporary folder.

    Its name is the MD5 of the profile's URL in UTF-16, written without leading zeros (seen in 7.4).
    """
    if sys.platform == "win32":
        return
    digest = hashlib.md5(profile.resolve().as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest)
    for place in ("/tmp", "/var/tmp"):
        with contextlib.suppress(OSError):
            Path(place, name).unlink(missing_ok=True)


_COMMON = "org.openoffice.Office.Common"
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    # Nothing in a document runs.
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableOLEAutomation", "true"),
    (f"{_COMMON}/Security/Scripting", "DisablePythonRuntime", "true"),
    ("org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
    # Nothing is fetched: with this set only a document in a trusted place may load what it links to, and there is
    # no trusted place. Should it try all the same, the proxy is a port where nobody listens.
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    # Nothing is asked, remembered or reported.
    (f"{_COMMON}/Misc", "FirstRun", "false"),
    (f"{_COMMON}/Misc", "CrashReport", "false"),
    (f"{_COMMON}/Misc", "CollectUsageInformation", "false"),
    (f"{_COMMON}/Misc", "UseLocking", "false"),
    (f"{_COMMON}/History", "PickListSize", "0"),
    (f"{_COMMON}/Save/Document", "CreateBackup", "false"),
    ("org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("org.openoffice.Office.Recovery/CrashReporter", "Enabled", "false"),
    ("org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    # The PDF: bookmarks from headings, pictures as they are, no form fields, no structure tree (a bundle would have
    # to merge hundreds of them).
    (f"{_COMMON}/Filter/PDF/Export", "ExportBookmarks", "true"),
    (f"{_COMMON}/Filter/PDF/Export", "ExportFormFields", "false"),
    (f"{_COMMON}/Filter/PDF/Export", "UseTaggedPDF", "false"),
    (f"{_COMMON}/Filter/PDF/Export", "UseLosslessCompression", "true"),
    (f"{_COMMON}/Filter/PDF/Export", "ReduceImageResolution", "false"),
)


def _write_profile(profile: Path) -> None:
    """Lay a fresh profile into an empty folder. Raises OSError when the disk refuses."""
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n' + items + "</oor:items>\n"
    )
