"""A burst waits its turn.

On AWS, forty invocations at once get forty environments and the processors to go with them. On this machine forty new
processes share a few cores: each takes many times as long, and functions time out that have nothing wrong with them. So
a function whose environments are all busy waits a while for one of them before it gets another. The wait is bounded:
functions that call each other, or that wait for something outside, are late at worst and never stuck.
"""

import contextlib
import functools
import logging
import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from process_executor import engine

LOG = logging.getLogger(__name__)

#: Environments of one function that a burst may use without waiting.
_AT_ONCE = 2 * (os.cpu_count() or 1)
#: After so long the invocation gets an environment of its own all the same.
_PATIENCE_S = 5.0

_turns: dict[str, threading.BoundedSemaphore] = defaultdict(lambda: threading.BoundedSemaphore(_AT_ONCE))


def apply() -> None:
    """Has invocations wait before the engine picks an environment, so that it picks the one that became free."""
    service = engine.module("services.lambda_.invocation.assignment").AssignmentService
    pick = service.get_environment

    @contextlib.contextmanager
    @functools.wraps(pick)
    def get_environment(self: Any, version_manager_id: str, function_version: Any, provisioning: Any) -> Iterator[Any]:
        with contextlib.ExitStack() as stack:
            if provisioning.name == "on_demand":
                turn = _turns[version_manager_id]
                if turn.acquire(timeout=_PATIENCE_S):
                    stack.callback(turn.release)
            yield stack.enter_context(pick(self, version_manager_id, function_version, provisioning))

    service.get_environment = get_environment
