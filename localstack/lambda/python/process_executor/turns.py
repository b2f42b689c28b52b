"""A burst waits its turn.

On AWS, forty invocations at once get forty environments and the processors to go with them. On this machine forty new
processes share a few cores: each takes many times as long, and functions time out that have nothing wrong with them. So
a function whose environments are all busy keeps a line: first come, first served. The line is let grow by another
environment now and then while processors are free, or when nothing in it moves: functions that call each other, or that
wait for something outside, are late at worst and never stuck. Whoever is not waited for any more leaves the line.
"""

import contextlib
import functools
import os
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from typing import Any

from process_executor import callers, engine, processors

#: Environments of one function that a burst may use without waiting.
_AT_ONCE = 2 * (os.cpu_count() or 1)
#: A line that is younger, or that has moved within this time, does not grow; the second holds on busy processors only.
_PATIENCE_S = 5.0
#: One more environment of a function in this time, however many wait: 200 new processes at once would starve each other.
_GROWTH_S = 1.0


class _Turn:
    """Of one who waits."""

    def __init__(self, has_gone: Callable[[], bool]) -> None:
        self.has_gone = has_gone
        self.has_come = threading.Event()
        #: What is to be done when the invocation is over; nothing is set for one that nobody waits for any more.
        self.over: Callable[[], None] | None = None


class _Line:
    """The places of one function version, and those who wait for one. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free = _AT_ONCE
        self._waiting: deque[_Turn] = deque()
        self._moved_at = 0.0
        self._grows_at = 0.0

    def take(self, has_gone: Callable[[], bool]) -> Callable[[], None] | None:
        """Waits for a place, or for leave to do without one.

        :param has_gone: asked when the turn has come, whether whoever waits is not waited for any more
        :return: what is to be called when the invocation is over; None when it has gone
        """
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return self._give_back
            if not self._waiting:
                self._moved_at = time.monotonic()
                self._grows_at = self._moved_at + _PATIENCE_S
            turn = _Turn(has_gone)
            self._waiting.append(turn)
        while not turn.has_come.wait(_GROWTH_S):
            self._grow()
        return turn.over

    def _give_back(self) -> None:
        with self._lock:
            self._moved_at = time.monotonic()
            if not self._call_next(self._give_back):
                self._free += 1

    def _move(self) -> None:
        with self._lock:
            self._moved_at = time.monotonic()

    def _grow(self) -> None:
        with self._lock:
            now = time.monotonic()
            stands = now - self._moved_at >= _PATIENCE_S
            if now >= self._grows_at and (stands or processors.are_free()) and self._call_next(self._move):
                self._grows_at = now + _GROWTH_S

    def _call_next(self, over: Callable[[], None]) -> bool:
        """Lets the first one in, and sends those away who have gone. False when there is nobody."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.has_gone():
                turn.over = over
            turn.has_come.set()
            if turn.over:
                return True
        return False


_lines: dict[str, _Line] = defaultdict(_Line)


def apply() -> None:
    """Has invocations wait before the engine picks an environment, so that it picks the one that became free."""
    service = engine.module("services.lambda_.invocation.assignment").AssignmentService
    too_many = engine.module("aws.api.lambda_").TooManyRequestsException
    pick = service.get_environment

    @contextlib.contextmanager
    @functools.wraps(pick)
    def get_environment(self: Any, version_manager_id: str, function_version: Any, provisioning: Any) -> Iterator[Any]:
        with contextlib.ExitStack() as stack:
            if provisioning.name == "on_demand":
                over = _lines[version_manager_id].take(callers.this_one())
                if over is None:
                    raise too_many("Rate Exceeded.", Reason="ConcurrentInvocationLimitExceeded", Type="User")
                stack.callback(over)
            yield stack.enter_context(pick(self, version_manager_id, function_version, provisioning))

    service.get_environment = get_environment
