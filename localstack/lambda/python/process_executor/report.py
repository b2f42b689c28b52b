"""The lines that Lambda itself writes into a function's log, as text or as JSON."""

import json
import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime

#: errorType by the status that a report carries.
_FAILED = ("error", "timeout")


@dataclass(frozen=True)
class Measured:
    """What an invocation took; milliseconds and megabytes."""

    duration_ms: float
    memory_mb: int
    max_memory_mb: int
    init_ms: float | None
    status: str
    error_type: str | None
    trace_id: str | None

    @property
    def billed_ms(self) -> int:
        """The init phase of a cold start is billed too, since August 2025."""
        return math.ceil(self.duration_ms + (self.init_ms or 0))


class Reporter:
    """Writes in the log format of one function."""

    def __init__(self, version: str, as_json: bool, traced: bool, system_level: str = "INFO") -> None:
        """
        :param traced: whether the function's own tracing is on; only then do reports name the trace
        :param system_level: of JSON alone; from WARN on, only what went wrong is written
            (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html)
        """
        self._version = version
        self._as_json = as_json
        self._traced = traced
        self._only_failures = as_json and system_level == "WARN"

    def start(self, request_id: str) -> str:
        if self._only_failures:
            return ""
        if self._as_json:
            return _event("platform.start", {"requestId": request_id, "version": self._version})
        return f"START RequestId: {request_id} Version: {self._version}\n"

    def init(self, duration_ms: float, phase: str, status: str, error_type: str | None) -> str:
        """Only written for an init that failed."""
        if self._as_json:
            record = {"initializationType": "on-demand", "phase": phase, "status": status, "errorType": error_type}
            return _event("platform.initReport", {**record, "metrics": {"durationMs": round(duration_ms, 3)}})
        kind = f"\tError Type: {error_type}" if error_type else ""
        return f"INIT_REPORT Init Duration: {duration_ms:.2f} ms\tPhase: {phase}\tStatus: {status}{kind}\n"

    def timed_out(self, request_id: str, seconds: int) -> str:
        if self._as_json:
            return ""  # the report says it
        return f"{_now()} {request_id} Task timed out after {seconds:.2f} seconds\n"

    def failed(self, request_id: str, message: str, error_type: str) -> str:
        """A runtime that ended."""
        if self._as_json:
            return ""
        return f"RequestId: {request_id} Error: {message}\n{error_type}\n"

    def end(self, request_id: str, measured: Measured) -> str:
        if self._only_failures and measured.status == "success":
            return ""
        measured = measured if self._traced else replace(measured, trace_id=None)
        return _json_end(request_id, measured) if self._as_json else _text_end(request_id, measured)


def _json_end(request_id: str, measured: Measured) -> str:
    metrics = {
        "durationMs": round(measured.duration_ms, 3),
        "billedDurationMs": measured.billed_ms,
        "memorySizeMB": measured.memory_mb,
        "maxMemoryUsedMB": measured.max_memory_mb,
    }
    if measured.init_ms is not None:
        metrics["initDurationMs"] = round(measured.init_ms, 3)
    record: dict[str, object] = {"requestId": request_id, "metrics": metrics, "status": measured.status}
    if measured.error_type:
        record["errorType"] = measured.error_type
    if measured.trace_id:
        record["tracing"] = {"type": "X-Amzn-Trace-Id", "value": measured.trace_id}
    return _event("platform.report", record)


def _text_end(request_id: str, measured: Measured) -> str:
    parts = [
        f"REPORT RequestId: {request_id}",
        f"Duration: {measured.duration_ms:.2f} ms",
        f"Billed Duration: {measured.billed_ms} ms",
        f"Memory Size: {measured.memory_mb} MB",
        f"Max Memory Used: {measured.max_memory_mb} MB",
    ]
    if measured.init_ms is not None:
        parts.append(f"Init Duration: {measured.init_ms:.2f} ms")
    if measured.status in _FAILED:
        parts.append(f"Status: {measured.status}")
        if measured.error_type:
            parts.append(f"Error Type: {measured.error_type}")
    lines = f"END RequestId: {request_id}\n" + "\t".join(parts) + "\n"
    fields = dict(part.split("=", 1) for part in (measured.trace_id or "").split(";") if "=" in part)
    if fields.get("Sampled") == "1":
        lines += f"XRAY TraceId: {fields.get('Root')}\tSegmentId: {fields.get('Parent')}\tSampled: true\n"
    return lines


def _event(kind: str, record: dict[str, object]) -> str:
    return json.dumps({"time": _now(), "type": kind, "record": record}, separators=(",", ":")) + "\n"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
