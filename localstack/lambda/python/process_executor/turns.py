"""A burst waits its turn.

On AWS, forty invocations at once get forty environments and the processors to go with them. On this machine forty new
processes share a few cores: each takes many times as long, and functions time out that have nothing wrong with them. So
a function whose environments are all busy waits a while for one of them before it gets another, and then gets one a
second. The wait is bounded: functions that call each other, or that wait for something outside, are late at worst and
never stuck.
"""

import contextlib
import functools
import logging
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from process_executor import engine

LOG = logging.getLogger(__name__)

#: Environments of one function that a burst may use without waiting.
_AT_ONCE = 2 * (os.cpu_count() or 1)
#: After so long an invocation may get an environment of its own all the same.
_PATIENCE_S = 5.0
#: One more environment of a function in this time, however many wait: 200 new processes at once would starve each other.
_GROWTH_S = 1.0


class _Turns:
    """The places of one function version. Safe to use from any thread."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(_AT_ONCE)
        self._growing = threading.Lock()
        self._grows_at = 0.0

    def take(self) -> Callable[[], None] | None:
        """Waits for a place, or for leave to do without one. Returns what gives the place back."""
        patience = _PATIENCE_S
        while not self._places.acquire(timeout=patience):
            if self._may_grow():
                return None
            patience = _GROWTH_S
        return self._places.release

    def _may_grow(self) -> bool:
        with self._growing:
            now = time.monotonic()
            if now < self._grows_at:
                return False
            self._grows_at = now + _GROWTH_S
            return True


_turns: dict[str, _Turns] = defaultdict(_Turns)


def apply() -> None:
    """Has invocations wait before the engine picks an environment, so that it picks the one that became free."""
    service = engine.module("services.lambda_.invocation.assignment").AssignmentService
    pick = service.get_environment

    @contextlib.contextmanager
    @functools.wraps(pick)
    def get_environment(self: Any, version_manager_id: str, function_version: Any, provisioning: Any) -> Iterator[Any]:
        with contextlib.ExitStack() as stack:
            if provisioning.name == "on_demand":
                give_back = _turns[version_manager_id].take()
                if give_back:
                    stack.callback(give_back)
            yield stack.enter_context(pick(self, version_manager_id, function_version, provisioning))

    service.get_environment = get_environment
