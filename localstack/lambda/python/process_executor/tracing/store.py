"""The traces that an engine has seen, in its memory: an engine that is stopped forgets them."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

#: What all documents together may take, in bytes of JSON; beyond it the trace that was begun first goes.
_LIMIT = 64 * 1024 * 1024
#: Traces of which it is remembered whose they are, before there is a document of them.
_OWNERS = 20_000
_DEFAULT_OWNER = ("000000000000", "us-east-1")

Owner = tuple[str, str]
Document = dict[str, Any]


@dataclass
class Trace:
    """All documents with one trace id."""

    id: str
    #: Account and region of whoever wrote into it first.
    owner: Owner
    documents: dict[str, Document] = field(default_factory=dict)
    size: int = 0
    changed: float = 0.0
    #: Rises with each document, as X-Ray's own.
    revision: int = 0


class Store:
    """Documents by trace. Safe to be used by many threads."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._size = 0
        self._traces: OrderedDict[str, Trace] = OrderedDict()
        self._owners: OrderedDict[str, Owner] = OrderedDict()
        self._changing = threading.Lock()

    def expect(self, trace_id: str, owner: Owner) -> None:
        """Says whose a trace is before anybody sends a part of it: datagrams do not say from which account they are."""
        with self._changing:
            self._owners.setdefault(trace_id, owner)
            if len(self._owners) > _OWNERS:
                self._owners.popitem(last=False)

    def put(self, document: Document, size: int, owner: Owner | None = None) -> None:
        """Keeps a document; one with the same id is replaced, unless it is complete and this one is not."""
        with self._changing:
            trace = self._traces.get(document["trace_id"])
            if trace is None:
                expected = self._owners.pop(document["trace_id"], _DEFAULT_OWNER)
                trace = Trace(document["trace_id"], owner or expected)
                self._traces[trace.id] = trace
            known = trace.documents.get(document["id"])
            if known and document.get("in_progress") and not known.get("in_progress"):
                return
            trace.documents[document["id"]] = document
            trace.size += size
            trace.changed = time.time()
            trace.revision += 1
            self._size += size
            while self._size > self._limit and len(self._traces) > 1:
                self._size -= self._traces.popitem(last=False)[1].size

    def get(self, trace_id: str, owner: Owner) -> list[Document] | None:
        """The documents of a trace, in the order of their beginning; None when this account has none with this id."""
        with self._changing:
            trace = self._traces.get(trace_id)
            if trace is None or trace.owner != owner:
                return None
            documents = list(trace.documents.values())
        return sorted(documents, key=lambda document: document["start_time"])

    def of(self, owner: Owner) -> list[Trace]:
        """All traces of an account in a region; not to be changed."""
        with self._changing:
            return [trace for trace in self._traces.values() if trace.owner == owner]


store = Store()
