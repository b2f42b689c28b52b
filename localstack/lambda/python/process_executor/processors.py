"""How busy the machine is."""

import threading
import time

import psutil

#: Over how long it is measured, at least (s).
_WINDOW_S = 1.0
#: Free: so much of all processors had nothing to do.
_FREE_SHARE = 0.25

_measuring = threading.Lock()
_since = (0.0, psutil.cpu_times())
_share = 0.0


def are_free() -> bool:
    """Whether a good part of the processors was idle lately. The first answer is about the time since the start."""
    global _since, _share
    with _measuring:
        now, (then, before) = time.monotonic(), _since
        if now - then >= _WINDOW_S:
            times = psutil.cpu_times()
            passed = sum(times) - sum(before)
            _share = (times.idle - before.idle) / passed if passed > 0 else 0.0
            _since = (now, times)
        return _share >= _FREE_SHARE
