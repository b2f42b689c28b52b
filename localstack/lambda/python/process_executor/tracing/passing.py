"""What AWS's services ask each other carries the trace of what they were asked. In the engine such calls stay in the
thread of whoever makes them, so the thread knows the trace."""

import contextlib
import functools
import threading
from collections.abc import Iterator
from typing import Any

from process_executor import engine
from process_executor.run_before import run_before
from process_executor.tracing import header
from process_executor.tracing.header import TraceHeader

_thread = threading.local()


@contextlib.contextmanager
def carried(trace: TraceHeader | None) -> Iterator[None]:
    """Calls to the engine from this thread carry this header unless they have one of their own."""
    outer = getattr(_thread, "header", None)
    _thread.header = trace
    try:
        yield
    finally:
        _thread.header = outer


def apply() -> None:
    """Gives calls their header when they come to the gateway, and leaves the rest of it to whoever is called."""
    parser = engine.module("aws.handlers.tracing").TraceContextParser

    def add_header(self: Any, chain: Any, context: Any, response: Any) -> None:
        trace = getattr(_thread, "header", None)
        if trace and header.NAME not in context.request.headers:
            context.request.headers[header.NAME] = str(trace)

    run_before(parser, "__call__", add_header)
    _decide_nothing()


def _decide_nothing() -> None:
    """Whether a trace is recorded, and below what, is decided by the caller or by the function's own setting."""
    headers = engine.module("utils.xray.trace_header").TraceHeader
    for name in ("ensure_parent_exists", "ensure_sampled_exists"):
        method = getattr(headers, name)
        setattr(headers, name, functools.wraps(method)(lambda self, *args: self))
