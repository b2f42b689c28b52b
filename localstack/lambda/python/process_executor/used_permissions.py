"""Records which permissions the roles of a stage use, for tests to hold the roles' policies to: beside the file that
LAMBDA_PROCESS_REQUESTS names, with the ending ``.permissions``, a line of JSON for each role, action and resource.

Calls of functions are in it, and those that services make for a role: a state machine's, an event source mapping's, and
what Lambda writes to a function's log.
"""

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from process_executor import engine
from process_executor.permissions.callers import access_key, role_of
from process_executor.permissions.handler import PermissionsHandler
from process_executor.permissions.needed import Needed, Place, needed

#: The same use is written down again after so long (s): often enough to tell which test file caused it.
_AGAIN_S = 5.0


def apply() -> None:
    """Writes the permissions of each call down that the engine has understood and not denied, if a file is named."""
    path = os.environ.get("LAMBDA_PROCESS_REQUESTS")
    if not path:
        return
    uses = Uses(Path(path).with_suffix(".permissions").open("w", encoding="utf-8"))
    handlers = engine.module("aws.handlers")
    chain = engine.module("runtime").get_current_runtime().components.gateway.request_handlers
    enforcing = (handler for handler in chain if isinstance(handler, PermissionsHandler))
    chain.insert(chain.index(next(enforcing, handlers.parse_service_request)) + 1, _recording(uses))


class Uses:
    """What has been used, and when it was last written down."""

    def __init__(self, file: TextIO, now: Callable[[], float] = time.time) -> None:
        self._file = file
        self._now = now
        self._written: dict[tuple[str, Needed], float] = {}
        self._writing = threading.Lock()

    def note(self, role: str, used: list[Needed]) -> None:
        """Writes down what a role has used just now, unless it was written a moment ago."""
        at = self._now()
        for each in used:
            with self._writing:
                if at - self._written.get((role, each), -_AGAIN_S) < _AGAIN_S:
                    continue
                self._written[role, each] = at
                line = {"at": round(at * 1000), "role": role, "action": each.action, "resource": each.resource}
                self._file.write(f"{json.dumps(line)}\n")
                self._file.flush()


def _recording(uses: Uses) -> Callable[[Any, Any, Any], None]:
    """A handler of the engine's chain, which only looks on."""

    def record(_chain: Any, context: Any, _response: Any) -> None:
        if not context.service or not context.operation:
            return
        role = role_of(access_key(context.request), context.account_id)
        if role is None:
            return
        place = Place(context.region, context.account_id)
        used = needed(context.service.service_name, context.operation.name, context.service_request or {}, place)
        uses.note(role, used or [])

    return record
