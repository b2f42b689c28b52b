"""The header X-Amzn-Trace-Id.

https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
"""

import re
import secrets
import time
from dataclasses import dataclass, replace

NAME = "X-Amzn-Trace-Id"
TRACE_ID = re.compile(r"1-[0-9a-f]{8}-[0-9a-f]{24}")
SEGMENT_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class TraceHeader:
    """Which trace a request belongs to, below which segment, and whether it is recorded."""

    root: str
    parent: str | None = None
    #: None: whoever gets the request decides.
    sampled: bool | None = None
    #: Other parts, as they were.
    rest: tuple[str, ...] = ()

    def below(self, parent: str, sampled: bool) -> "TraceHeader":
        """For what is asked from within a segment."""
        return replace(self, parent=parent, sampled=sampled)

    def __str__(self) -> str:
        parts = [f"Root={self.root}"]
        if self.parent:
            parts.append(f"Parent={self.parent}")
        if self.sampled is not None:
            parts.append(f"Sampled={int(self.sampled)}")
        return ";".join((*parts, *self.rest))


def new_trace_id() -> str:
    return f"1-{int(time.time()):08x}-{secrets.token_hex(12)}"


def new_segment_id() -> str:
    return secrets.token_hex(8)


def read(text: str | None) -> TraceHeader | None:
    """What a header says; None for one without a valid trace id, which counts as none at all."""
    root = parent = sampled = None
    rest = []
    for part in (text or "").split(";"):
        name, _, value = part.strip().partition("=")
        match name.lower():
            case "root":
                root = value if TRACE_ID.fullmatch(value) else None
            case "parent":
                parent = value if SEGMENT_ID.fullmatch(value) else None
            case "sampled":
                sampled = {"0": False, "1": True}.get(value)
            case "lineage":
                rest.append(part.strip())
    return TraceHeader(root, parent, sampled, tuple(rest)) if root else None


def read_or_begin(text: str | None) -> TraceHeader:
    """What a header says; a new trace for one that says nothing."""
    return read(text) or TraceHeader(new_trace_id())
