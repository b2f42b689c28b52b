"""How much memory a process takes."""

import contextlib
import os
import re
from pathlib import Path

#: Longer than a status is.
_STATUS_BYTES = 8192
_PEAK, _OWN = (re.compile(rb"^%s:\s*(\d+)" % field, re.MULTILINE) for field in (b"VmHWM", b"RssAnon"))


class Memory:
    """Looks at one process, by a file that stays open: at each opening and closing the engine's other threads would run first."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._status = -1
        with contextlib.suppress(OSError):
            self._status = os.open(f"/proc/{pid}/status", os.O_RDONLY | os.O_CLOEXEC)

    def peak_mb(self) -> int:
        """The most that it has taken so far; 0 when it is gone."""
        return self._read(_PEAK) or _resident_elsewhere(self._pid)

    def own_mb(self) -> int:
        """What it takes now and shares with nobody: not the pages of programs and libraries. 0 when it is gone."""
        return self._read(_OWN)

    def close(self) -> None:
        """Gives the file back. Safe to call twice."""
        if self._status >= 0:
            os.close(self._status)
            self._status = -1

    def _read(self, field: re.Pattern[bytes]) -> int:
        try:
            found = field.search(os.pread(self._status, _STATUS_BYTES, 0))
        except OSError:
            return 0
        return int(found[1]) // 1024 if found else 0


def _resident_elsewhere(pid: int) -> int:
    """Where there is no /proc; the engine brings psutil."""
    if Path("/proc/self/status").exists():
        return 0
    import psutil

    try:
        return psutil.Process(pid).memory_info().rss >> 20
    except psutil.Error:
        return 0
