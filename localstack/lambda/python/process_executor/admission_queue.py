"""A burst of invocations of one function waits in a queue for an environment.

On AWS, forty invocations at once get forty environments and the processors to go with them. On this machine forty new
processes share a few cores: each takes many times as long, and functions time out that have nothing wrong with them. So
a function whose environments are all busy keeps a queue: first come, first served. Another environment is added now and
then while processors are free, or when the queue stands still: functions that call each other, or that wait for
something outside, are late at worst and never deadlock. An invocation whose caller has given up leaves the queue.
"""

import contextlib
import functools
import os
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from typing import Any

from process_executor import abandoned_calls, engine, processors

#: Environments of one function that a burst may use without waiting.
_INITIAL_LIMIT = 2 * (os.cpu_count() or 1)
#: A queue that is younger gets no more environments; nor does one that has moved within this time, on busy processors.
_STALLED_AFTER_S = 5.0
#: One more environment of a function in this time, however many wait: 200 new processes at once would starve each other.
_GROWTH_INTERVAL_S = 1.0


class _Waiter:
    """An invocation in the queue."""

    def __init__(self, is_abandoned: Callable[[], bool]) -> None:
        self.is_abandoned = is_abandoned
        self.dequeued = threading.Event()
        #: To be called when the invocation is over; stays None for one that was abandoned.
        self.release: Callable[[], None] | None = None


class AdmissionQueue:
    """Limits the concurrent invocations of one function version. Safe to use from any thread."""

    def __init__(self, limit: int = _INITIAL_LIMIT) -> None:
        self._lock = threading.Lock()
        self._free = limit
        self._waiting: deque[_Waiter] = deque()
        self._moved_at = 0.0
        self._grows_at = 0.0

    def admit(self, is_abandoned: Callable[[], bool]) -> Callable[[], None] | None:
        """Waits until the invocation may begin.

        :param is_abandoned: asked when the invocation is first in the queue: whether its caller has given up
        :return: what is to be called when the invocation is over; None when it was abandoned
        """
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return self._release
            if not self._waiting:
                self._moved_at = time.monotonic()
                self._grows_at = self._moved_at + _STALLED_AFTER_S
            waiter = _Waiter(is_abandoned)
            self._waiting.append(waiter)
        while not waiter.dequeued.wait(_GROWTH_INTERVAL_S):
            self._grow()
        return waiter.release

    def _release(self) -> None:
        with self._lock:
            self._moved_at = time.monotonic()
            if not self._admit_next(self._release):
                self._free += 1

    def _release_extra(self) -> None:
        """The end of an invocation beyond the limit admits nobody, so that the concurrency falls back to the limit."""
        with self._lock:
            self._moved_at = time.monotonic()

    def _grow(self) -> None:
        with self._lock:
            now = time.monotonic()
            is_stalled = now - self._moved_at >= _STALLED_AFTER_S
            may_grow = now >= self._grows_at and (is_stalled or processors.are_free())
            if may_grow and self._admit_next(self._release_extra):
                self._grows_at = now + _GROWTH_INTERVAL_S

    def _admit_next(self, release: Callable[[], None]) -> bool:
        """Admits the first invocation that is not abandoned, and drops those before it. False when there is none."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.is_abandoned():
                waiter.release = release
            waiter.dequeued.set()
            if waiter.release:
                return True
        return False


_queues: dict[str, AdmissionQueue] = defaultdict(AdmissionQueue)


def apply() -> None:
    """Makes invocations wait before the engine picks an environment, so that it picks the one that became free."""
    service = engine.module("services.lambda_.invocation.assignment").AssignmentService
    too_many = engine.module("aws.api.lambda_").TooManyRequestsException
    pick = service.get_environment

    @contextlib.contextmanager
    @functools.wraps(pick)
    def get_environment(self: Any, version_manager_id: str, function_version: Any, provisioning: Any) -> Iterator[Any]:
        with contextlib.ExitStack() as stack:
            if provisioning.name == "on_demand":
                release = _queues[version_manager_id].admit(abandoned_calls.check_for_this_thread())
                if release is None:
                    raise too_many("Rate Exceeded.", Reason="ConcurrentInvocationLimitExceeded", Type="User")
                stack.callback(release)
            yield stack.enter_context(pick(self, version_manager_id, function_version, provisioning))

    service.get_environment = get_environment
