"""Who called whom in some traces, with how many, how fast and how well.

https://docs.aws.amazon.com/xray/latest/api/API_Service.html
"""

from dataclasses import dataclass, field
from typing import Any

from process_executor.tracing.api.assembly import root, walk
from process_executor.tracing.store import Document

Key = tuple[str, str]


@dataclass
class _Statistics:
    """Of the segments of a node, or of the calls along an edge."""

    parts: list[Document] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        faults = sum(1 for part in self.parts if part.get("fault"))
        throttles = sum(1 for part in self.parts if part.get("throttle"))
        errors = sum(1 for part in self.parts if part.get("error") and not part.get("fault"))
        return {
            "TotalCount": len(self.parts),
            "OkCount": len(self.parts) - faults - errors,
            "FaultStatistics": {"TotalCount": faults, "OtherCount": faults},
            "ErrorStatistics": {
                "TotalCount": errors,
                "ThrottleCount": throttles,
                "OtherCount": max(0, errors - throttles),
            },
            "TotalResponseTime": round(
                sum(part.get("end_time", part["start_time"]) - part["start_time"] for part in self.parts), 3
            ),
        }


def services(traces: list[list[Document]]) -> list[dict[str, Any]]:
    """The nodes, each with its edges to others. What a segment asked of AWS or of other hosts is a node of its own
    unless that has written a segment itself."""
    nodes: dict[Key, _Statistics] = {}
    edges: dict[tuple[Key, Key], _Statistics] = {}
    roots: set[Key] = set()
    for segments in traces:
        if not segments:
            continue
        roots.add(_key(root(segments)))
        holders = {part["id"]: segment for segment in segments for part in walk(segment)}
        asked = {segment.get("parent_id") for segment in segments}
        for segment in segments:
            nodes.setdefault(_key(segment), _Statistics()).parts.append(segment)
            caller = holders.get(segment.get("parent_id", ""))
            if caller is not None and caller is not segment:
                edges.setdefault((_key(caller), _key(segment)), _Statistics()).parts.append(segment)
            for part in walk(segment):
                if part.get("namespace") in ("aws", "remote") and part["id"] not in asked:
                    other = (part["name"], part.get("origin") or part["namespace"])
                    nodes.setdefault(other, _Statistics()).parts.append(part)
                    edges.setdefault((_key(segment), other), _Statistics()).parts.append(part)
    numbers = {key: number for number, key in enumerate(nodes)}
    return [_node(key, nodes, edges, numbers, key in roots) for key in nodes]


def _key(segment: Document) -> Key:
    return segment["name"], segment.get("origin", "client")


def _node(
    key: Key,
    nodes: dict[Key, _Statistics],
    edges: dict[tuple[Key, Key], _Statistics],
    numbers: dict[Key, int],
    is_root: bool,
) -> dict[str, Any]:
    name, kind = key
    own = nodes[key]
    return {
        "ReferenceId": numbers[key],
        "Name": name,
        "Names": [name],
        "Type": kind,
        "Root": is_root,
        "State": "active",
        **_times(own),
        "SummaryStatistics": own.document(),
        "Edges": [
            {"ReferenceId": numbers[to], **_times(calls), "SummaryStatistics": calls.document(), "Aliases": []}
            for (source, to), calls in edges.items()
            if source == key
        ],
    }


def _times(statistics: _Statistics) -> dict[str, float]:
    return {
        "StartTime": min(part["start_time"] for part in statistics.parts),
        "EndTime": max(part["end_time"] if "end_time" in part else part["start_time"] for part in statistics.parts),
    }
