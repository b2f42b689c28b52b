"""How much memory a process takes."""

from pathlib import Path


def peak_mb(pid: int) -> int:
    """The most that it has taken so far; 0 when it is gone."""
    return _status(pid, "VmHWM") or _resident_elsewhere(pid)


def own_mb(pid: int) -> int:
    """What it takes now and shares with nobody: not the pages of programs and libraries. 0 when it is gone."""
    return _status(pid, "RssAnon")


def _status(pid: int, field: str) -> int:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) // 1024
    except (OSError, ValueError, IndexError):
        pass
    return 0


def _resident_elsewhere(pid: int) -> int:
    """Where there is no /proc; the engine brings psutil."""
    if Path("/proc/self/status").exists():
        return 0
    import psutil

    try:
        return psutil.Process(pid).memory_info().rss >> 20
    except psutil.Error:
        return 0
