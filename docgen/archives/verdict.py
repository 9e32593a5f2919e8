"""What ``docgen verify`` finds, sorted by the four qualities of an electronic archive (DA/T 70-2018)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from docgen.messages import _

_OF_THE_SYSTEM = frozenset(("thumbs.db", "desktop.ini", ".ds_store", ".directory"))


def is_of_the_system(name: str) -> bool:
    """Whether a file is one that a file manager leaves behind wherever it looks: it says nothing of an archive."""
    return name.lower() in _OF_THE_SYSTEM or name.startswith("._")


class Quality(StrEnum):
    """真实 authentic, 完整 complete, 可用 usable, 安全 safe."""

    AUTHENTIC = "真实"
    COMPLETE = "完整"
    USABLE = "可用"
    SAFE = "安全"


class Grade(StrEnum):
    """E: the archive is not what it claims to be. W: worth a look."""

    ERROR = "E"
    WARNING = "W"


@dataclass(frozen=True, slots=True)
class ArchiveFinding:
    """One fault: ``file`` is the path below what was verified, ``message`` fit to be shown."""

    quality: Quality
    grade: Grade
    file: str
    message: str

    def __str__(self) -> str:
        return f"{self.quality} {self.file}：{self.message}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every fault found, and how much was looked at (bags, files, items, pages, words).

    ``digest`` stands for all of the edition in force and those before it; ``""`` for a bag alone.
    """

    findings: tuple[ArchiveFinding, ...]
    checked: dict[str, int] = field(hash=False)
    digest: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong (warnings aside)."""
        return not any(finding.grade is Grade.ERROR for finding in self.findings)

    def of(self, quality: Quality) -> tuple[ArchiveFinding, ...]:
        """Return the faults that concern one quality."""
        return tuple(finding for finding in self.findings if finding.quality is quality)

    def joined(self, other: Verdict) -> Verdict:
        """Return this and another's findings as one."""
        findings = dict.fromkeys((*self.findings, *other.findings))
        checked = dict(sorted((Counter(self.checked) + Counter(other.checked)).items()))
        return Verdict(tuple(findings), checked, self.digest or other.digest)

    def as_json(self) -> dict[str, object]:
        """Return plain values for ``--json``."""
        return {
            "sound": self.is_sound,
            "digest": self.digest,
            "checked": dict(self.checked),
            "findings": [
                {"quality": f.quality.value, "grade": f.grade.value, "file": f.file, "message": f.message}
                for f in self.findings
            ],
        }


class Notes:
    """Findings and counts while they are gathered; ``inside`` gives one for a folder below, writing to the same lists."""

    def __init__(
        self, folder: str = "", findings: list[ArchiveFinding] | None = None, counts: Counter[str] | None = None
    ) -> None:
        self._folder = folder
        self._findings = [] if findings is None else findings
        self._counts: Counter[str] = Counter() if counts is None else counts

    def inside(self, folder: str) -> Notes:
        """Return notes whose file names begin with a folder."""
        return Notes(f"{self._folder}{folder}/", self._findings, self._counts)

    def error(self, quality: Quality, file: str, message: str) -> None:
        """Note a fault."""
        self._findings.append(ArchiveFinding(quality, Grade.ERROR, f"{self._folder}{file}", message))

    def warn(self, quality: Quality, file: str, message: str) -> None:
        """Note something worth a look."""
        self._findings.append(ArchiveFinding(quality, Grade.WARNING, f"{self._folder}{file}", message))

    def stray(self, file: str, message: str) -> None:
        """Note a file that nobody archived: harmless where the system left it, else a fault."""
        if is_of_the_system(file.rpartition("/")[2]):
            said = _("was left there by the system; it is no part of the archive, and does no harm")
            self.warn(Quality.SAFE, file, said)
        else:
            self.error(Quality.SAFE, file, message)

    def count(self, what: str, many: int = 1) -> None:
        """Count what was looked at."""
        self._counts[what] += many

    def verdict(self) -> Verdict:
        """Return what was gathered; the same fault once."""
        return Verdict(tuple(dict.fromkeys(self._findings)), dict(sorted(self._counts.items())))
