"""The list of Lambda processes on disk, so that none outlives an engine that was killed.

The file ``pids`` has one line a process group: the leader's pid and when it started, so that a pid that was given to
another process since is told apart. The start is what the system counts in: clock ticks since boot on Linux (field 22
of /proc/PID/stat), whole seconds since 1970 elsewhere.
"""

import contextlib
import logging
import os
import signal
import threading
from pathlib import Path

LOG = logging.getLogger(__name__)


def start_time(pid: int) -> str | None:
    """When the process started, or None when there is no such process (a zombie counts as none)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        fields = stat[stat.rindex(")") + 2 :].split()
        return None if fields[0] == "Z" else fields[19]
    except FileNotFoundError:
        if Path("/proc/self/stat").exists():
            return None
    except (OSError, ValueError):
        return None
    import psutil  # the engine brings it; only needed where there is no /proc

    try:
        return str(int(psutil.Process(pid).create_time()))
    except psutil.Error:
        return None


class Registry:
    """Keeps the file in step with the processes that live. Safe to call from any thread."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "pids"
        self._lock = threading.Lock()
        self._lines: dict[int, str] = {}
        self._closed = False

    def add(self, pid: int) -> None:
        if self._closed:
            self._kill(pid)
        with self._lock:
            self._lines[pid] = f"{pid} {start_time(pid) or 0}\n"
            self._write()

    def remove(self, pid: int) -> None:
        with self._lock:
            if self._lines.pop(pid, None):
                self._write()

    def kill_leftovers(self) -> None:
        """Ends what an engine before this one left behind."""
        try:
            lines = self._file.read_text().splitlines()
        except OSError:
            return
        for line in lines:
            pid, started = [*line.split(), "", ""][:2]
            if pid.isdigit() and start_time(int(pid)) == started:
                LOG.info("Ending Lambda process %s, left behind by an engine that was killed", pid)
                self._kill(int(pid))
        with self._lock:
            self._write()

    def kill_all(self) -> None:
        """Ends every process that is still there, and from now on each new one at once."""
        self._closed = True
        with self._lock:
            pids = list(self._lines)
        for pid in pids:
            self._kill(pid)

    def _kill(self, pid: int) -> None:
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)

    def _write(self) -> None:
        """Replaces the file as a whole: an engine that is killed while it writes leaves the list before."""
        draft = self._file.with_suffix(".new")
        try:
            draft.write_text("".join(self._lines.values()))
            draft.replace(self._file)
        except OSError as error:
            LOG.warning("Cannot write the list of Lambda processes %s: %s", self._file, error)
