"""Children with a deadline, a bound on memory, and nothing left behind."""

from __future__ import annotations

import ctypes
import errno
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from docgen import isolate, messages
from docgen.errors import DataError, DocgenError, MachineError, OutputError, WorkbookError
from docgen.problems import Problem, Severity

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and address-space bounds are POSIX")
GENEROUS = 256 << 20


def add(left: int, right: int) -> int:
    print("this goes nowhere")
    os.write(1, b"nor does this")
    return left + right


def sleep_for_ever() -> None:
    time.sleep(600)


def abort() -> None:
    os.abort()


def read_address_zero() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(3)


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def eat_memory() -> int:
    return len(bytearray(512 << 20))


def eat_memory_slowly() -> int:
    return sum(len(part) for part in [bytearray(1 << 20) for _each in range(512)])


def refuse() -> None:
    raise WorkbookError("no workbook", hint="save it as .xlsx")


def refuse_values() -> None:
    raise DataError("bad values", [Problem("x", Severity.ERROR, "人员", 3, "姓名", "empty")])


def trip() -> None:
    raise ValueError("a bug")


class Unpicklable(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


def trip_badly() -> None:
    raise Unpicklable("one", "two")


def language() -> str:
    return messages.language()


def spawn_and_tell(note: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(note).write_text(str(child.pid))
    time.sleep(600)


def alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def gone_within(seconds: float, pid: int) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.01)
    return not alive(pid)


def test_a_function_called_in_a_child_gives_its_result_whatever_it_prints() -> None:
    assert isolate.call(add, 1, 2, deadline=30) == 3


def test_an_answer_larger_than_any_pipe_arrives_whole() -> None:
    assert isolate.call(bytes, 5_000_000, deadline=30) == bytes(5_000_000)
    assert isolate.call(len, bytes(5_000_000), deadline=30) == 5_000_000


@POSIX
def test_a_child_works_under_a_bound_on_memory() -> None:
    assert isolate.call(add, 1, 2, deadline=30, memory=GENEROUS) == 3


def test_a_function_that_hangs_is_killed_at_its_deadline() -> None:
    with pytest.raises(isolate.IsolationError) as caught:
        isolate.call(sleep_for_ever, deadline=0.5)
    assert caught.value.reason == "time"


@POSIX
@pytest.mark.parametrize("crash", [abort, read_address_zero, leave, sys.exit])
def test_a_child_that_breaks_down_is_reported_as_a_crash(crash: object) -> None:
    with pytest.raises(isolate.IsolationError) as caught:
        isolate.call(crash, deadline=30)  # type: ignore[arg-type]
    assert caught.value.reason == "crash"


@POSIX
def test_a_child_that_is_killed_from_outside_is_laid_to_the_machine_not_to_its_work() -> None:
    with pytest.raises(MachineError, match="内存") as caught:
        isolate.call(be_killed, deadline=30)
    assert "--jobs" in caught.value.hint


@POSIX
def test_a_program_that_is_killed_from_outside_is_laid_to_the_machine() -> None:
    with pytest.raises(MachineError):
        isolate.run_command(["sh", "-c", "kill -9 $$"], deadline=30)


@POSIX
def test_a_machine_that_starts_no_further_process_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_args: object, **_options: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", none_left)
    with pytest.raises(MachineError):
        isolate.call(add, 1, 2, deadline=30)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file that is always full is Linux's")
@pytest.mark.parametrize("full", ["request", "answer"])
def test_a_full_temporary_folder_is_said_so_whoever_finds_it_full(full: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The three files of a call: what is asked, what is answered, what is said aside.
    real = tempfile.TemporaryFile
    handed: list[str] = []

    def next_file() -> object:
        handed.append(("request", "answer", "aside")[len(handed)])
        return Path("/dev/full").open("r+b", buffering=0) if handed[-1] == full else real()

    monkeypatch.setattr(tempfile, "TemporaryFile", next_file)
    with pytest.raises(OutputError, match="磁盘已满") as caught:
        isolate.call(bytes, 100_000, deadline=30)
    assert tempfile.gettempdir() in str(caught.value)
    assert "TMPDIR" in caught.value.hint


def test_no_temporary_folder_at_all_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(OutputError, match="gone：无法写入"):
        isolate.call(add, 1, 2, deadline=30)


def test_a_child_that_cannot_begin_is_a_bug_and_shows_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(RuntimeError, match="No module named 'docgen'"):
        isolate.call(len, "x", deadline=30)


@POSIX
@pytest.mark.parametrize("greedy", [eat_memory, eat_memory_slowly])
def test_a_function_that_eats_memory_is_stopped_at_its_bound(greedy: object) -> None:
    with pytest.raises(isolate.IsolationError) as caught:
        isolate.call(greedy, deadline=30, memory=GENEROUS)  # type: ignore[arg-type]
    assert caught.value.reason == "memory"


def test_a_docgen_error_comes_back_as_itself_with_its_hint_and_problems() -> None:
    with pytest.raises(WorkbookError, match="no workbook") as caught:
        isolate.call(refuse, deadline=30)
    assert caught.value.hint == "save it as .xlsx"
    with pytest.raises(DataError) as data:
        isolate.call(refuse_values, deadline=30)
    assert data.value.problems[0].sheet == "人员"


def test_a_bug_in_a_child_comes_back_with_the_trace_of_the_child() -> None:
    with pytest.raises(ValueError, match="a bug") as caught:
        isolate.call(trip, deadline=30)
    assert "in trip" in "".join(caught.value.__notes__)


def test_an_exception_that_cannot_be_pickled_still_tells_where_it_came_from() -> None:
    with pytest.raises(RuntimeError, match="in trip_badly"):
        isolate.call(trip_badly, deadline=30)


@pytest.mark.parametrize("chosen", messages.LANGUAGES)
def test_a_child_speaks_the_language_of_its_parent(chosen: str) -> None:
    before = messages.language()
    messages.set_language(chosen)
    try:
        assert isolate.call(language, deadline=30) == chosen
    finally:
        messages.set_language(before)


def test_a_module_that_lies_in_the_current_folder_is_not_taken_for_one_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert isolate.call(add, 1, 2, deadline=30) == 3


@POSIX
def test_a_caller_without_a_main_guard_does_not_run_twice(tmp_path: Path) -> None:
    script = tmp_path / "careless.py"
    script.write_text(
        "import os.path\nfrom docgen.isolate import call\n"
        "print('once')\nprint(call(os.path.basename, 'a/b', deadline=30))\n"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert done.stdout.split() == ["once", "b"], done.stderr


@pytest.mark.slow
@POSIX
def test_the_children_of_a_child_are_killed_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(isolate.IsolationError):
        isolate.call(spawn_and_tell, str(note), deadline=4)
    assert gone_within(20, int(note.read_text()))


@POSIX
def test_a_program_gives_its_exit_code_and_both_outputs() -> None:
    done = isolate.run_command(["sh", "-c", "echo out; echo err >&2; exit 4"], deadline=30)
    assert (done.returncode, done.stdout, done.stderr) == (4, b"out\n", b"err\n")


@POSIX
def test_only_the_end_of_an_endless_output_is_kept() -> None:
    done = isolate.run_command(["sh", "-c", "yes | head -c 3000000; echo end"], deadline=30)
    assert len(done.stdout) == 1 << 20
    assert done.stdout.endswith(b"end\n")


@POSIX
def test_a_program_and_what_it_left_in_the_background_are_gone_after_success(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    done = isolate.run_command(["sh", "-c", f"sleep 600 & echo $! > '{note}'"], deadline=30)
    assert done.returncode == 0
    assert gone_within(20, int(note.read_text()))


@POSIX
def test_a_stopped_program_is_killed_at_its_deadline_with_its_children(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    line = f"sleep 600 & echo $! > '{note}'; kill -STOP $!; kill -STOP $$"
    with pytest.raises(isolate.IsolationError) as caught:
        isolate.run_command(["sh", "-c", line], deadline=1)
    assert caught.value.reason == "time"
    assert gone_within(20, int(note.read_text()))


@pytest.mark.slow
@POSIX
def test_the_deadline_starts_anew_with_every_sign_of_progress(tmp_path: Path) -> None:
    def count() -> int:
        return len(list(tmp_path.iterdir()))

    line = "for i in 1 2 3 4; do sleep 0.5; touch $i; done; sleep {rest}"
    done = isolate.run_command(["sh", "-c", line.format(rest=0)], deadline=1.2, progress=count, cwd=tmp_path)
    assert done.returncode == 0
    assert done.seconds > 1.5
    with pytest.raises(isolate.IsolationError) as caught:
        isolate.run_command(["sh", "-c", line.format(rest=60)], deadline=1.2, progress=count, cwd=tmp_path)
    assert caught.value.reason == "time"


@POSIX
def test_a_program_works_under_a_bound_on_memory() -> None:
    line = [sys.executable, "-c", "bytearray(512 << 20)"]
    assert isolate.run_command(line, deadline=30).returncode == 0
    bounded = isolate.run_command(line, deadline=30, memory=GENEROUS)
    assert bounded.returncode == 1
    assert b"MemoryError" in bounded.stderr


@POSIX
@pytest.mark.parametrize("memory", [None, GENEROUS])
def test_a_program_that_is_not_there_is_file_not_found(memory: int | None) -> None:
    with pytest.raises(FileNotFoundError):
        isolate.run_command(["no-such-program-here"], deadline=5, memory=memory)


@POSIX
def test_stop_all_ends_the_children_that_other_threads_wait_for() -> None:
    told: list[str] = []

    def wait() -> None:
        try:
            isolate.run_command(["sleep", "600"], deadline=600)
        except isolate.StoppedError as error:
            told.append(str(error))

    threads = [threading.Thread(target=wait) for _each in range(2)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 10
    while len(isolate._running) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    isolate.stop_all()
    for thread in threads:
        thread.join(10)
    assert len(told) == 2


@POSIX
def test_ctrl_c_leaves_no_child_behind(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = (
        "import signal\nfrom docgen.isolate import run_command\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored where the tests run in the background
        f"run_command(['sh', '-c', 'echo $$ > {note}; sleep 600'], deadline=600)\n"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path}
    )
    end = time.monotonic() + 60
    while not (note.exists() and note.read_text()) and time.monotonic() < end:
        time.sleep(0.01)
    child = int(note.read_text())
    assert alive(child)
    parent.send_signal(signal.SIGINT)
    assert parent.wait(60) != 0
    assert gone_within(20, child)


@POSIX
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_ctrl_c_right_after_the_fork_leaves_no_child_behind_either(name: str, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = f"""
import os, signal, subprocess
from docgen.isolate import run_command

class Interrupted(subprocess.Popen):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        open({str(note)!r}, "w").write(str(self.pid))
        os.kill(os.getpid(), signal.{name})

def stop(_number, _frame):
    raise KeyboardInterrupt

signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, signal.default_int_handler)
subprocess.Popen = Interrupted
try:
    run_command(["sleep", "600"], deadline=600)
except KeyboardInterrupt:
    print("interrupted", signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert done.stdout == "interrupted True\n", done.stderr
    assert gone_within(20, int(note.read_text()))


def test_a_child_costs_the_interpreter_and_what_its_function_needs() -> None:
    loaded = set(isolate.call(eval, "list(__import__('sys').modules)", deadline=30))
    assert {name for name in loaded if name.startswith("docgen")} == {"docgen", "docgen.isolated", "docgen.messages"}
    assert not loaded & {"pydantic", "click", "lxml", "pikepdf", "subprocess", "tempfile", "logging", "asyncio"}


def test_a_frozen_program_is_its_own_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """PyInstaller and its like make one program of everything: sys.executable is that, and knows no -P and no -c."""
    program = tmp_path / "docgen"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m docgen "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert isolate.call(add, 2, 3, deadline=60) == 5


def pid_and(number: int) -> tuple[int, int]:
    return os.getpid(), number


def in_a_kept_child(*calls: tuple[object, ...], deadline: float = 60) -> list[Any]:
    """Call functions one after the other as the batches of a run are called; what is raised is an answer, too."""

    def asked(call: tuple[object, ...]) -> object:
        function, *args = call
        assert callable(function)
        try:
            seconds = deadline if function is sleep_for_ever else 60
            return isolate.call(function, *args, deadline=seconds, memory=GENEROUS, lasting=True)
        except Exception as error:
            return error

    with isolate.keeping() as keep, ThreadPoolExecutor(1, initializer=keep) as executor:
        return list(executor.map(asked, calls))


def test_work_on_our_own_files_goes_to_one_child_again_and_again() -> None:
    answers = in_a_kept_child((pid_and, 0), (pid_and, 1), (pid_and, 2))
    (child,) = {pid for pid, _number in answers}
    assert [number for _pid, number in answers] == [0, 1, 2]
    assert child != os.getpid() and gone_within(20, child)
    assert isolate.call(pid_and, 1, deadline=60, lasting=True)[0] != child, "nobody keeps one: each has its own"


@POSIX
@pytest.mark.parametrize(("wrong", "reason"), [(abort, "crash"), (leave, "crash"), (eat_memory, "memory")])
def test_what_breaks_down_in_a_child_that_has_answered_before_is_tried_in_a_new_one(wrong: object, reason: str) -> None:
    before, failed, after = in_a_kept_child((pid_and, 1), (wrong,), (pid_and, 2))
    assert isinstance(failed, isolate.IsolationError) and failed.reason == reason
    assert before[0] != after[0] and not isolate._running


def test_a_kept_child_that_hangs_is_killed_at_its_deadline_and_the_next_call_gets_another() -> None:
    before, late, after = in_a_kept_child((pid_and, 1), (sleep_for_ever,), (pid_and, 2), deadline=0.5)
    assert isinstance(late, isolate.IsolationError) and late.reason == "time"
    assert gone_within(20, before[0]) and before[0] != after[0]


def test_a_kept_child_gives_errors_and_large_answers_like_any_other() -> None:
    large, refused, bug, small = in_a_kept_child((bytes, 3_000_000), (refuse,), (len, 5), (len, bytes(3_000_000)))
    assert large == bytes(3_000_000) and small == 3_000_000
    assert isinstance(refused, DocgenError) and refused.hint
    assert isinstance(bug, TypeError) and "isolated.py" in "".join(bug.__notes__)
