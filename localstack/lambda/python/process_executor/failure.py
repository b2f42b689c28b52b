"""The errors that Lambda reports for a function: https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html"""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """Why an init or an invocation failed: the payload that the caller gets, and what the report says."""

    payload: bytes
    error_type: str
    status: str = "error"
    #: What Lambda writes into the log of its own, when the runtime ended or did not end.
    message: str | None = None


def reported(body: bytes) -> Failure:
    """An error that the runtime reported itself; the caller gets it as it is."""
    try:
        error_type = str(json.loads(body)["errorType"])
    except (ValueError, KeyError, TypeError):
        error_type = "Function.Unknown"
    return Failure(body, error_type)


def exited(request_id: str, how: str, error_type: str = "Runtime.ExitError") -> Failure:
    """The runtime's process ended."""
    return Failure(_payload(error_type, f"RequestId: {request_id} Error: {how}"), error_type, message=how)


def out_of_memory(request_id: str) -> Failure:
    """The process took more than its function's memory size and was killed for it."""
    return exited(request_id, "Runtime exited with error: signal: killed", "Runtime.OutOfMemory")


def timed_out(request_id: str, seconds: int) -> Failure:
    """The function, its repeated init included, took longer than its timeout."""
    message = f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds"
    return Failure(_payload("Sandbox.Timedout", message), "Sandbox.Timedout", "timeout")


def _payload(error_type: str, message: str) -> bytes:
    return json.dumps({"errorType": error_type, "errorMessage": message}, separators=(",", ":")).encode()
