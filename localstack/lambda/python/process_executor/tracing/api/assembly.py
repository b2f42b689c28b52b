"""The documents of one trace, put together: a subsegment that was sent by itself stands where its parent is."""

import copy
from collections.abc import Iterator

from process_executor.tracing.store import Document


def assemble(documents: list[Document]) -> list[Document]:
    """The segments, each with all of its subsegments. A subsegment whose parent is not there stands by itself."""
    segments = [copy.deepcopy(document) for document in documents]
    parts = {part["id"]: part for segment in segments for part in walk(segment)}
    alone = []
    for segment in segments:
        parent = parts.get(segment.get("parent_id", "")) if segment.get("type") == "subsegment" else None
        if parent is None or any(part is parent for part in walk(segment)):
            alone.append(segment)
        else:
            parent.setdefault("subsegments", []).append(segment)
    return alone


def walk(part: Document) -> Iterator[Document]:
    """A segment and all that is below it."""
    yield part
    for subsegment in part.get("subsegments", ()):
        yield from walk(subsegment)


def root(segments: list[Document]) -> Document:
    """The segment that all began with: one whose parent was not recorded, the first of them if there are several."""
    ids = {part["id"] for segment in segments for part in walk(segment)}
    return next((segment for segment in segments if segment.get("parent_id") not in ids), segments[0])


def ends(segments: list[Document]) -> float:
    """When the last of them was over, as far as they are."""
    return max(_end(part) for segment in segments for part in walk(segment))


def _end(part: Document) -> float:
    """When a part was over; when it began, if it is still going on."""
    end: float = part["end_time"] if "end_time" in part else part["start_time"]
    return end
