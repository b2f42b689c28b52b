"""X-Ray's operations: https://docs.aws.amazon.com/xray/latest/api/API_Operations.html"""

import json
import time
from collections.abc import Callable
from typing import Any

from process_executor.tracing.api import filters, graph
from process_executor.tracing.api.assembly import assemble, ends, root
from process_executor.tracing.api.requests import InvalidRequest, page, span, trace_ids
from process_executor.tracing.api.summaries import Summary
from process_executor.tracing.documents import BadDocument, take
from process_executor.tracing.store import Owner, store

Body = dict[str, Any]

#: Traces that BatchGetTraces gives at most.
_BATCH = 5
#: Summaries of a page, and the bytes of documents on one, beyond which no further trace stands on it.
_PAGE = 100
_PAGE_BYTES = 256 * 1024
_RANGE_TYPES = ("TraceId", "Event", "Service")


def _put_trace_segments(body: Body, owner: Owner) -> Body:
    documents = body.get("TraceSegmentDocuments")
    if not isinstance(documents, list) or not all(isinstance(document, str) for document in documents):
        raise InvalidRequest("TraceSegmentDocuments is no list of texts")
    unprocessed = []
    for document in documents:
        try:
            take(document, owner)
        except BadDocument as bad:
            refused = {"ErrorCode": "ParseError", "Message": f"Invalid segment. {bad}"}
            unprocessed.append({"Id": bad.id, **refused} if bad.id else refused)
    return {"UnprocessedTraceSegments": unprocessed}


def _batch_get_traces(body: Body, owner: Owner) -> Body:
    known = {}
    for id in trace_ids(body, _BATCH):
        if documents := store.get(id, owner):
            known[id] = assemble(documents)
    size = traces = 0
    shown = []
    for id, segments in known.items():
        written = [
            {"Id": segment["id"], "Document": json.dumps(segment, separators=(",", ":"))} for segment in segments
        ]
        size += sum(len(segment["Document"]) for segment in written)
        traces += 1 if traces == 0 or size <= _PAGE_BYTES else 0
        duration = ends(segments) - root(segments)["start_time"]
        shown.append({"Id": id, "Duration": round(duration, 3), "LimitExceeded": False, "Segments": written})
    ids, token = page(body, known, max(traces, 1))
    unprocessed = [] if body.get("NextToken") else [id for id in trace_ids(body) if id not in known]
    answer = {"Traces": [trace for trace in shown if trace["Id"] in ids], "UnprocessedTraceIds": unprocessed}
    return answer | {"NextToken": token} if token else answer


def _get_trace_summaries(body: Body, owner: Owner) -> Body:
    start, end = span(body)
    kind = body.get("TimeRangeType", "TraceId")
    if kind not in _RANGE_TYPES:
        raise InvalidRequest(f"TimeRangeType is none of {', '.join(_RANGE_TYPES)}")
    matches = filters.parse(body.get("FilterExpression"))
    found: list[Summary] = []
    processed = 0
    for trace in store.of(owner):
        when = trace.changed if kind == "Event" else int(trace.id[2:10], 16)
        # A trace id has whole seconds: one that was begun in the first of them may still be meant.
        if not int(start) <= when <= end:
            continue
        processed += 1
        summary = Summary(trace, assemble(store.get(trace.id, owner) or []))
        if summary.segments and matches(summary):
            found.append(summary)
    found.sort(key=lambda summary: (summary.start, summary.trace.id), reverse=True)
    ids, token = page(body, [summary.trace.id for summary in found], _PAGE)
    shown = [summary.document() for summary in found if summary.trace.id in ids]
    answer = {"TraceSummaries": shown, "TracesProcessedCount": processed, "ApproximateTime": time.time()}
    return answer | {"NextToken": token} if token else answer


def _get_trace_graph(body: Body, owner: Owner) -> Body:
    return {"Services": graph.services([assemble(store.get(id, owner) or []) for id in trace_ids(body)])}


def _get_service_graph(body: Body, owner: Owner) -> Body:
    start, end = span(body)
    traces = [assemble(store.get(trace.id, owner) or []) for trace in store.of(owner)]
    inside = [segments for segments in traces if segments and start <= root(segments)["start_time"] <= end]
    return {
        "StartTime": start,
        "EndTime": end,
        "Services": graph.services(inside),
        "ContainsOldGroupVersions": False,
    }


#: By their paths.
OPERATIONS: dict[str, Callable[[Body, Owner], Body]] = {
    "/TraceSegments": _put_trace_segments,
    "/Traces": _batch_get_traces,
    "/TraceSummaries": _get_trace_summaries,
    "/TraceGraph": _get_trace_graph,
    "/ServiceGraph": _get_service_graph,
    "/TelemetryRecords": lambda body, owner: {},
}
