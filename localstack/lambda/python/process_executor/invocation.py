"""What goes into an execution environment and what comes out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Invocation:
    """What the engine asks for."""

    request_id: str
    function_arn: str
    trace_id: str | None
    payload: bytes
    client_context: str | None = None

    def headers(self, deadline_ms: int) -> dict[str, str]:
        """As the Runtime API hands them to the runtime; the deadline in milliseconds since 1970."""
        headers = {
            "Lambda-Runtime-Aws-Request-Id": self.request_id,
            "Lambda-Runtime-Deadline-Ms": str(deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": self.function_arn,
        }
        if self.trace_id:
            headers["Lambda-Runtime-Trace-Id"] = self.trace_id
        if self.client_context:
            headers["Lambda-Runtime-Client-Context"] = self.client_context
        return headers


@dataclass(frozen=True)
class Result:
    """What the engine gets; `logs` has Lambda's own lines too."""

    payload: bytes
    is_error: bool
    logs: str
    #: How long the init phase before this first invocation of an environment took.
    init_ms: float | None = None


@dataclass(frozen=True)
class Limits:
    """What the function may take."""

    timeout_s: int
    memory_mb: int
