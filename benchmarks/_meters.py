"""Meters at the doors of docgen's rooms, for :mod:`benchmarks.account`: what a process spends behind each.

A child of docgen's begins with this module, so it imports next to nothing.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import defaultdict
from functools import wraps
from types import FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

FOLDER = "DOCGEN_ACCOUNT"
"""Where each process leaves its account."""

_DOORS = {
    "read": (
        "pipeline.checking:read",
        "workbook.reading:*",
    ),
    "check": ("pipeline.checking:check",),
    "number": ("pipeline.composing:number",),
    "compose": ("pipeline.composing:compose", "ledger.content:as_json"),
    "templates looked at": ("making.fitting:*", "making.fitting:_lint"),
    "fill": ("pipeline.filling:fill", "making.batches:fill"),
    "faces made": ("fonts:prepare",),
    "normalise": ("embedded.normalise.package:normalised",),
    "join": ("embedded.joining:key", "embedded.joining:join"),
    "draw": ("embedded:_draw",),
    "cut": ("embedded.cutting:cut",),
    "fonts": ("fonts.subsets:Face.write", "fonts.subsets:read_composite"),
    "codes": ("codes.drawing:stamp", "codes:text"),
    "codes: is there room": ("codes.drawing:_spots", "codes.drawing:_plain_spot"),
    "gate: the .docx read": ("gate.reading:read",),
    "gate: the PDF read": ("gate.pages:read",),
    "gate: compared": ("gate:examine", "gate.matching:compare", "gate.running:compare", "making.batches:_judge"),
    "convert: else": ("pipeline.converting:convert", "making.batches:_press", "making.batches:_convert"),
    "let through": ("pipeline.converting:gate",),
    "write": ("files:write", "files:move"),
    "hash": ("files:sha256",),
    "headings": ("making.batches:headings", "making.bundling:items"),
    "merge": ("bundle.merge:merge", "making.bundling:bind", "making.bundling:key"),
    "own pages": ("making.bundling:_made",),
    "ledger": ("ledger.store:Ledger.*", "making.journal:*"),
    "report": ("pipeline.reporting:report", "pipeline.building:_reported"),
    "enclosures": ("sealing.enclosures:gather", "sealing.enclosures:_taken"),
    "sealed: bags": ("sealing.boxes:fill", "sealing.boxes:labels", "sealing.editions:_write_index"),
    "sealed: PDF/A": ("archives.seal:seal",),
    "verify: PDF/A": ("archives.verify:prove",),
    "verify: what pages show": ("archives.shown:digests",),
    "verify: the rest": ("archives.verify:inspect",),
    "children started": ("isolate:_supervise",),
}
"""By what a reader calls it: the functions at which it begins, ``module:function``; ``*`` is all public ones."""
_OWN_PAGES = ("cover", "catalogue", "remarks", "spine")
"""Kinds that a bundle is made of besides papers; what they cost is one line."""
_BOOT = (
    "import time,sys,pickle;sys.path[:]=pickle.load(sys.stdin.buffer);"
    "from benchmarks import _meters;_meters.child();from docgen.isolated import serve;serve()"
)


class Meter:
    """The account of one process: seconds by label, those of each thread on a stack of their own."""

    def __init__(self, base: str, clock: Callable[[], float]) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._clock = clock
        self._lock = threading.Lock()
        self._base = base
        self._here = threading.local()
        self._name = f"{os.getpid()}-{time.monotonic_ns()}.json"

    def start(self) -> None:
        """Begin with what this process has used so far, which is its own start."""
        self.spent["children started"] += time.process_time()
        self._stack()

    def _stack(self) -> list[str]:
        if not hasattr(self._here, "stack"):
            self._here.stack, self._here.last = [self._base], self._clock()
        stack: list[str] = self._here.stack
        return stack

    def _charge(self, label: str) -> None:
        now = self._clock()
        with self._lock:
            self.spent[label] += now - self._here.last
        self._here.last = now

    def enter(self, label: str) -> None:
        stack = self._stack()
        self._charge(stack[-1])
        # Own pages are one line, whatever rooms they go through.
        stack.append("own pages" if stack[-1] == "own pages" and label != "import" else label)
        self.calls[label] += 1

    def leave(self) -> None:
        self._charge(self._here.stack.pop())

    def write(self) -> None:
        """Leave the account as it stands, in the place of an earlier one."""
        self._charge(self._stack()[-1])
        said = {"whole": time.process_time(), "spent": self.spent, "calls": self.calls}
        file = os.open(f"{os.environ[FOLDER]}/{self._name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(file, json.dumps(said).encode())
        os.close(file)

    def door(self, label: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with the meter at its door."""

        @wraps(function)
        def metered(*args: Any, **kwargs: Any) -> Any:
            own = bool(args) and isinstance(args[-1], list) and bool(args[-1]) and _is_own(args[-1][0])
            self.enter("own pages" if own else label)
            try:
                return function(*args, **kwargs)
            finally:
                self.leave()

        return metered


def _is_own(task: object) -> bool:
    return getattr(task, "stem", "") in _OWN_PAGES


def install(meter: Meter) -> None:
    """Put meters at the doors of every module that is imported from now on, and at imports themselves."""
    doors: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for label, places in _DOORS.items():
        for place in places:
            module, _colon, name = place.partition(":")
            doors[f"docgen.{module}"].append((name, label))
    doors["docgen.isolated"].append(("_pickled", "children started"))
    bootstrap: Any = sys.modules["_frozen_importlib"]
    external: Any = sys.modules["_frozen_importlib_external"]
    find, run = bootstrap._find_and_load, external._LoaderBasics.exec_module

    def found(name: str, import_: Any) -> Any:
        meter.enter("import")
        try:
            return find(name, import_)
        finally:
            meter.leave()

    def executed(self: Any, module: Any) -> None:
        run(self, module)
        for name, label in doors.get(module.__name__, ()):
            _fit(meter, module, name, label)

    bootstrap._find_and_load = found
    external._LoaderBasics.exec_module = executed
    import zlib

    zlib.compress = meter.door("compress", zlib.compress)


def _fit(meter: Meter, module: Any, name: str, label: str) -> None:
    owner, _dot, last = name.rpartition(".")
    holder = getattr(module, owner) if owner else module
    names = [last]
    if last == "*":
        names = [
            one
            for one, value in vars(holder).items()
            if not one.startswith("_") and isinstance(value, FunctionType) and value.__module__ == module.__name__
        ]
    for one in names:
        setattr(holder, one, meter.door(label, getattr(holder, one)))


def child() -> None:
    """Meter a child of docgen's: it may be killed as soon as it has answered, so its account is written then."""
    meter = Meter("children started", time.process_time)
    meter.start()
    install(meter)
    from docgen import isolated

    ask = isolated._asked

    def asked() -> tuple[str, float, int | None, int] | None:
        meter.write()
        return ask()

    isolated._asked = asked


def run(arguments: Sequence[str]) -> None:
    """Be docgen, metered."""
    meter = Meter("else", time.thread_time)
    meter.start()
    install(meter)
    import atexit

    from docgen import isolate
    from docgen.cli import main

    isolate._BOOT = _BOOT
    atexit.register(meter.write)
    sys.argv = ["docgen", *arguments]
    main()
