"""Pollers of empty queues and streams sleep; a write to their source wakes them."""

import functools
import threading
from collections.abc import Callable, Iterable
from typing import Any
from weakref import ref

#: How long a poller sleeps at most (s).
_SLEEP_S = 5.0
#: Empty polls of a stream in a row before it sleeps: a record can show up in its shard a moment after the write.
_EMPTY_POLLS = 20

#: By the source that they are for; a wakeup is forgotten with its poller.
_wakeups: dict[str, tuple[ref["Wakeup"], ...]] = {}
_registering = threading.Lock()


def register(source: str, wakeup: "Wakeup") -> None:
    """From now on a write to this queue or table (ARN) wakes the poller that waits on this."""
    with _registering:
        others = (other for other in _wakeups.get(source, ()) if other() is not None)
        _wakeups[source] = (*others, ref(wakeup))


def wake(sources: Iterable[str]) -> None:
    """Wakes the pollers of these queues and tables (ARNs)."""
    for source in sources:
        for reference in _wakeups.get(source, ()):
            if (wakeup := reference()) is not None:
                wakeup.wake()


def wake_all() -> None:
    """Wakes every poller."""
    wake(list(_wakeups))


class Wakeup:
    """Stands in for the event that ends a poller's loop, and on which the loop waits between polls."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._changed = threading.Condition()
        self._over = False
        self._woken = False

    def is_set(self) -> bool:
        return self._over

    def set(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def clear(self) -> None:
        self._over = False

    def wake(self) -> None:
        """Something was written: the poll after the next wait finds it."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def wait(self, timeout: float) -> bool:
        """Waits for the interval in any case, so that a burst comes in batches, and beyond it only until a write."""
        with self._changed:
            self._changed.wait_for(self.is_set, min(timeout, self._interval))
            if not self._over:
                self._changed.wait_for(lambda: self._over or self._woken, self._rest(timeout) - self._interval)
            self._woken = False
            return self._over

    def _rest(self, timeout: float) -> float:
        """A queue's poller asks for more than the interval when the queue is empty."""
        return min(timeout, _SLEEP_S)


class StreamWakeup(Wakeup):
    """A stream's poller never asks for more than the interval, so the polls without records are counted here."""

    def __init__(self, interval: float, poller: Any) -> None:
        super().__init__(interval)
        self._poller = poller
        self._polls_left = _EMPTY_POLLS
        run_after(poller, "forward_events_to_target", lambda *args: self._reset())

    def wake(self) -> None:
        self._reset()
        super().wake()

    def _reset(self) -> None:
        self._polls_left = _EMPTY_POLLS

    def _rest(self, timeout: float) -> float:
        self._polls_left -= 1
        collecting = any(batcher.get_current_size() for batcher in self._poller.shard_batcher.values())
        return timeout if self._polls_left > 0 or collecting else _SLEEP_S


def run_after(owner: Any, name: str, step: Callable[..., Any]) -> None:
    """Runs a step after a function, with the same arguments, also when the function failed."""
    function = getattr(owner, name)

    @functools.wraps(function)
    def extended(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        finally:
            step(*args, **kwargs)

    setattr(owner, name, extended)
