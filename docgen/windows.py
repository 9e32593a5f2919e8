"""What only Windows' own library does: a bound around a child and all it starts, and how much memory there is.

Imported on Windows alone. Children elsewhere are bound in :mod:`docgen.isolated`, groups of them killed by their number.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
import threading
from ctypes import wintypes
from typing import Final

assert sys.platform == "win32"

__all__ = ["ALONE", "Job", "installed_memory"]

_SUSPENDED: Final = 0x00000004
ALONE: Final = subprocess.CREATE_NO_WINDOW | _SUSPENDED
"""How a child is started: without a console, which would flash up and hand it our Ctrl-C, and not running yet."""

_EXTENDED_LIMITS: Final = 9
_PROCESS_MEMORY: Final = 0x0100
_DIE_ON_UNHANDLED_EXCEPTION: Final = 0x0400  # instead of a window that asks what to do
_KILL_ON_JOB_CLOSE: Final = 0x2000

_kernel = ctypes.WinDLL("kernel32", use_last_error=True)
_ntdll = ctypes.WinDLL("ntdll")
_kernel.CreateJobObjectW.restype = wintypes.HANDLE
_kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
_kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD)
_kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
_kernel.TerminateJobObject.argtypes = (wintypes.HANDLE, wintypes.UINT)
_kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
_ntdll.NtResumeProcess.argtypes = (wintypes.HANDLE,)


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("per_process_time", wintypes.LARGE_INTEGER),
        ("per_job_time", wintypes.LARGE_INTEGER),
        ("flags", wintypes.DWORD),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("active_processes", wintypes.DWORD),
        ("affinity", ctypes.c_size_t),
        ("priority", wintypes.DWORD),
        ("scheduling", wintypes.DWORD),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io_counters", ctypes.c_ulonglong * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class Job:
    """A child and all it will ever start. It ends when it is told to, and when this process does, however that ends."""

    def __init__(self, process: subprocess.Popen[bytes], memory: int | None) -> None:
        """Take in a child that was started ``ALONE`` and let it run; ``memory`` in bytes bounds each process of it.

        Raise OSError when the system refuses, with the child killed.
        """
        handle = int(process._handle)  # type: ignore[attr-defined]  # the number alone may be another's by now
        self._lock = threading.Lock()
        self._handle = _kernel.CreateJobObjectW(None, None)
        try:
            _asked(self._handle)
            limits = _ExtendedLimits()
            limits.basic.flags = _KILL_ON_JOB_CLOSE | _DIE_ON_UNHANDLED_EXCEPTION
            if memory is not None:
                limits.basic.flags |= _PROCESS_MEMORY
                limits.process_memory = memory
            _asked(
                _kernel.SetInformationJobObject(
                    self._handle, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
                )
            )
            _asked(_kernel.AssignProcessToJobObject(self._handle, handle))
            _ntdll.NtResumeProcess(handle)
        except BaseException:
            process.kill()
            self.close()
            raise

    def kill(self) -> None:
        """End every process of it that still lives."""
        with self._lock:
            if self._handle:
                _kernel.TerminateJobObject(self._handle, 1)

    def close(self) -> None:
        """End it and give back what the system keeps of it."""
        with self._lock:
            if self._handle:
                _kernel.CloseHandle(self._handle)
            self._handle = None  # the number may be given to something else


def _asked(granted: object) -> None:
    if not granted:
        raise ctypes.WinError(ctypes.get_last_error())


class _MemoryStatus(ctypes.Structure):
    _fields_ = (
        ("length", wintypes.DWORD),
        ("load", wintypes.DWORD),
        ("total", ctypes.c_ulonglong),
        ("others", ctypes.c_ulonglong * 6),
    )


def installed_memory() -> int:
    """Return the bytes of memory of this machine. Raise OSError when Windows does not say."""
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    _asked(_kernel.GlobalMemoryStatusEx(ctypes.byref(status)))
    return int(status.total)
