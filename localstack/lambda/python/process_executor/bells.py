"""What pollers sleep on, and what wakes them."""

import functools
import threading
from collections.abc import Callable, Iterable
from typing import Any
from weakref import ref

#: How long a poller sleeps at most (s).
_SLEEP_S = 5.0
#: Empty polls of a stream in a row before it sleeps: a record can show up in its shard a moment after the write.
_PATIENCE = 20

#: By the source that they are for; a bell goes with its poller.
_bells: dict[str, tuple[ref["Bell"], ...]] = {}
_hanging = threading.Lock()


def hang(source: str, bell: "Bell") -> None:
    """From now on the bell rings when something is written to this queue or table (ARN)."""
    with _hanging:
        others = (other for other in _bells.get(source, ()) if other() is not None)
        _bells[source] = (*others, ref(bell))


def ring(sources: Iterable[str]) -> None:
    """Wakes the pollers of these queues and tables (ARNs)."""
    for source in sources:
        for reference in _bells.get(source, ()):
            if (bell := reference()) is not None:
                bell.ring()


def ring_all() -> None:
    """Wakes every poller."""
    ring(list(_bells))


class Bell:
    """Stands in for the event that ends a poller's loop, and on which the loop waits between polls."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._changed = threading.Condition()
        self._over = False
        self._rung = False

    def is_set(self) -> bool:
        return self._over

    def set(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def clear(self) -> None:
        self._over = False

    def ring(self) -> None:
        """Something was written: the poll after the next wait finds it."""
        with self._changed:
            self._rung = True
            self._changed.notify_all()

    def wait(self, timeout: float) -> bool:
        """Waits for the interval in any case, so that a burst comes in batches, and beyond it only until the ring."""
        with self._changed:
            self._changed.wait_for(self.is_set, min(timeout, self._interval))
            if not self._over:
                self._changed.wait_for(lambda: self._over or self._rung, self._rest(timeout) - self._interval)
            self._rung = False
            return self._over

    def _rest(self, timeout: float) -> float:
        """A queue's poller asks for more than the interval when the queue is empty."""
        return min(timeout, _SLEEP_S)


class StreamBell(Bell):
    """A stream's poller never asks for more than the interval, so the bell itself counts the polls without records."""

    def __init__(self, interval: float, poller: Any) -> None:
        super().__init__(interval)
        self._poller = poller
        self._left = _PATIENCE
        after(poller, "forward_events_to_target", lambda *args: self._stir())

    def ring(self) -> None:
        self._stir()
        super().ring()

    def _stir(self) -> None:
        self._left = _PATIENCE

    def _rest(self, timeout: float) -> float:
        self._left -= 1
        collecting = any(batcher.get_current_size() for batcher in self._poller.shard_batcher.values())
        return timeout if self._left > 0 or collecting else _SLEEP_S


def after(owner: Any, name: str, step: Callable[..., Any]) -> None:
    """Has a step run after a function, with the same arguments, also when the function failed."""
    function = getattr(owner, name)

    @functools.wraps(function)
    def extended(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        finally:
            step(*args, **kwargs)

    setattr(owner, name, extended)
