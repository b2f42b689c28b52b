"""What a trace is found by: https://docs.aws.amazon.com/xray/latest/api/API_TraceSummary.html"""

from functools import cached_property
from typing import Any

from process_executor.tracing.api.assembly import ends, root, walk
from process_executor.tracing.store import Document, Trace


class Summary:
    """A trace with its segments, put together."""

    def __init__(self, trace: Trace, segments: list[Document]) -> None:
        self.trace = trace
        self.segments = segments

    @cached_property
    def root(self) -> Document:
        return root(self.segments)

    @property
    def start(self) -> float:
        return self.root["start_time"]

    @property
    def duration(self) -> float:
        """Until the last part was over, also what went on after the answer (s)."""
        return ends(self.segments) - self.start

    @property
    def response_time(self) -> float:
        """Of the root alone (s)."""
        return self.root.get("end_time", self.start) - self.start

    @property
    def is_partial(self) -> bool:
        return any(part.get("in_progress") for part in self.parts)

    @cached_property
    def parts(self) -> list[Document]:
        return [part for segment in self.segments for part in walk(segment)]

    @cached_property
    def annotations(self) -> dict[str, list[tuple[Any, Document]]]:
        """Values by their keys, each with the segment that it is in or below."""
        found: dict[str, list[tuple[Any, Document]]] = {}
        for segment in self.segments:
            for part in walk(segment):
                for key, value in part.get("annotations", {}).items():
                    found.setdefault(key, []).append((value, segment))
        return found

    def document(self) -> Document:
        """As GetTraceSummaries shows it."""
        account, _ = self.trace.owner
        return {
            "Id": self.trace.id,
            "StartTime": self.start,
            "Duration": round(self.duration, 3),
            "ResponseTime": round(self.response_time, 3),
            "HasFault": bool(self.root.get("fault")),
            "HasError": bool(self.root.get("error")),
            "HasThrottle": any(part.get("throttle") for part in self.parts),
            "IsPartial": self.is_partial,
            "Http": _http(self.root),
            "Annotations": {
                key: [
                    {"AnnotationValue": _typed(value), "ServiceIds": [_service(segment, account)]}
                    for value, segment in values
                ]
                for key, values in self.annotations.items()
            },
            "Users": [],
            "ServiceIds": [_service(segment, account) for segment in _distinct(self.segments)],
            "EntryPoint": _service(self.root, account),
            "MatchedEventTime": self.start,
            "Revision": self.trace.revision,
        }


def _http(segment: Document) -> dict[str, Any]:
    http = segment.get("http", {})
    request, response = http.get("request", {}), http.get("response", {})
    known = {
        "HttpURL": request.get("url"),
        "HttpMethod": request.get("method"),
        "HttpStatus": response.get("status"),
        "UserAgent": request.get("user_agent"),
        "ClientIp": request.get("client_ip"),
    }
    return {name: value for name, value in known.items() if value is not None}


def _typed(value: Any) -> dict[str, Any]:
    kind = "BooleanValue" if isinstance(value, bool) else "StringValue" if isinstance(value, str) else "NumberValue"
    return {kind: value}


def _service(segment: Document, account: str) -> dict[str, Any]:
    name = segment["name"]
    return {"Name": name, "Names": [name], "AccountId": account, "Type": segment.get("origin", "client")}


def _distinct(segments: list[Document]) -> list[Document]:
    return list({(segment["name"], segment.get("origin")): segment for segment in segments}.values())
