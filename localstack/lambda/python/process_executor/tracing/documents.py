"""Segment documents: what X-Ray takes, and how they are written here.

https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
"""

import json
import re
import time
from typing import Any

from process_executor.tracing.header import SEGMENT_ID, TRACE_ID
from process_executor.tracing.store import Document, Owner, store

#: Bytes of one document: https://docs.aws.amazon.com/general/latest/gr/xray.html
_LIMIT = 64 * 1024
#: How far back the beginning of a trace may be (s), and how far ahead clocks may be.
_OLDEST_S = 30 * 24 * 3600
_AHEAD_S = 300
_ANNOTATIONS = 50
_KEY = re.compile(r"[A-Za-z0-9_]+")
_NAME = re.compile(r"[\w\s.:/%&#=+\\\-@]{1,200}")


class BadDocument(Exception):
    """A document that X-Ray does not take; `id` is the segment's, where it could be read."""

    def __init__(self, reason: str, id: str | None = None) -> None:
        super().__init__(reason)
        self.id = id


def take(text: str | bytes, owner: Owner | None = None) -> None:
    """
    Keeps a document that somebody sent.

    :raises BadDocument: when X-Ray would not take it
    """
    size = len(text if isinstance(text, bytes) else text.encode())
    if size > _LIMIT:
        raise BadDocument(f"the document has {size} bytes, more than {_LIMIT}")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadDocument(f"the document is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise BadDocument("the document is no JSON object")
    problem = _problem(document)
    if problem:
        raise BadDocument(problem, document["id"] if isinstance(document.get("id"), str) else None)
    store.put(document, size, owner)


def write(document: Document, owner: Owner) -> None:
    """Keeps a document that stands for one of AWS's own."""
    store.put(document, len(json.dumps(document)), owner)


def _problem(document: dict[str, Any]) -> str | None:
    trace_id = document.get("trace_id")
    if not isinstance(trace_id, str) or not TRACE_ID.fullmatch(trace_id):
        return "trace_id is not of the form 1-<8 hexadecimal digits>-<24>"
    age = time.time() - int(trace_id[2:10], 16)
    if age > _OLDEST_S or age < -_AHEAD_S:
        return "trace_id is of a time that is over 30 days ago, or to come"
    if document.get("type") not in (None, "subsegment"):
        return "type is not subsegment"
    if document.get("type") == "subsegment" and not document.get("parent_id"):
        return "a subsegment that is sent by itself has no parent_id"
    parent = document.get("parent_id")
    if parent is not None and not (isinstance(parent, str) and SEGMENT_ID.fullmatch(parent)):
        return "parent_id is not 16 hexadecimal digits"
    return _part_problem(document)


def _part_problem(part: Any) -> str | None:
    """What is wrong with a segment, or with a subsegment of it."""
    if not isinstance(part, dict):
        return "a subsegment is no JSON object"
    if not isinstance(part.get("id"), str) or not SEGMENT_ID.fullmatch(part["id"]):
        return "id is not 16 hexadecimal digits"
    if not isinstance(part.get("name"), str) or not _NAME.fullmatch(part["name"]):
        return "name is missing, longer than 200 characters, or has characters that a name cannot have"
    if not _is_number(part.get("start_time")):
        return "start_time is no number of seconds"
    if not _is_number(part.get("end_time")) and part.get("in_progress") is not True:
        return "there is neither end_time nor in_progress"
    subsegments = part.get("subsegments", [])
    if not isinstance(subsegments, list):
        return "subsegments is no list"
    return _annotation_problem(part.get("annotations", {})) or next(filter(None, map(_part_problem, subsegments)), None)


def _annotation_problem(annotations: Any) -> str | None:
    if not isinstance(annotations, dict):
        return "annotations is no JSON object"
    if len(annotations) > _ANNOTATIONS:
        return f"there are more than {_ANNOTATIONS} annotations"
    for key, value in annotations.items():
        if not _KEY.fullmatch(key):
            return f"the annotation {key} has a name of other characters than letters, digits and _"
        if not isinstance(value, str | int | float | bool):
            return f"the annotation {key} is neither text, nor a number, nor a truth"
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
