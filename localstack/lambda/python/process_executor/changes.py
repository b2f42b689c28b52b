"""Writes down that something in the engine was changed: LAMBDA_PROCESS_CHANGES names the file.

Whoever shows what is in the engine watches the file, and asks only when there may be something new.
"""

import os
import threading
import time
from pathlib import Path
from typing import Any

from process_executor import engine

#: Operations that change nothing that anybody looks at, by how their names begin.
_READS = (
    "BatchGet",
    "Describe",
    "Filter",
    "Get",
    "Head",
    "List",
    "LookupEvents",
    "Query",
    "ReceiveMessage",
    "Scan",
    "ChangeMessageVisibility",
    "TransactGet",
)


#: What changes within this time (s) of a change that was written down is written down together, once.
_TOGETHER_S = 0.1


def apply() -> None:
    """Notes changes as soon as their answers are known, if a file is named."""
    path = os.environ.get("LAMBDA_PROCESS_CHANGES")
    if path:
        chain = engine.module("runtime").get_current_runtime().components.gateway.response_handlers
        note = Note(Path(path))
        threading.Thread(target=note.keep_writing, daemon=True, name="changes").start()
        chain.append(note)


class Note:
    """A handler of the engine's chain, which only looks on."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._changed = threading.Event()

    def __call__(self, _chain: Any, context: Any, _response: Any) -> None:
        is_change = context.operation is not None and not context.operation.name.startswith(_READS)
        # While it is set there is no lock to be waited for.
        if is_change and not self._changed.is_set():
            self._changed.set()

    def keep_writing(self) -> None:
        """Does not return."""
        while True:
            self._changed.wait()
            self.write()
            time.sleep(_TOGETHER_S)

    def write(self) -> None:
        """Touches the file if something has changed since it last was."""
        if self._changed.is_set():
            self._changed.clear()
            os.pwrite(self._file, b"1", 0)
