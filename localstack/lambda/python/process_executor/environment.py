"""One execution environment: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from process_executor import failure, memory
from process_executor.failure import Failure
from process_executor.process import FunctionProcess
from process_executor.report import Measured, Reporter
from process_executor.runtime_api import Answer, Exited, Expired, Next, RuntimeApi

#: AWS's limit for the init phase of a cold start.
INIT_LIMIT_S = 10
#: How long a runtime that has reported a failed init may take to leave.
_LEAVE_S = 1
#: How often a running function's memory is looked at.
_MEMORY_CHECK_S = 0.2


@dataclass(frozen=True)
class Invocation:
    """What the engine asks for."""

    request_id: str
    function_arn: str
    trace_id: str | None
    payload: bytes
    client_context: str | None = None


@dataclass(frozen=True)
class Result:
    """What the engine gets; `logs` has Lambda's own lines too."""

    payload: bytes
    is_error: bool
    logs: str


@dataclass(frozen=True)
class Limits:
    """What the function may take."""

    timeout_s: int
    memory_mb: int


class Environment:
    """A process that handles one invocation after the other, and is replaced when it ends or is ended."""

    def __init__(
        self, spawn: Callable[[], FunctionProcess], api: RuntimeApi, limits: Limits, reporter: Reporter, freeze: bool
    ) -> None:
        self._spawn = spawn
        self._api = api
        self._limits = limits
        self._reporter = reporter
        self._freeze = freeze
        self._process: FunctionProcess | None = None
        self._ready = False
        self._stopped = False
        self._driving = threading.Lock()  # whoever talks to the runtime
        self._init_log = ""
        self._init_ms: float | None = None
        self._peak_mb = 0

    def init(self, limit_s: float = INIT_LIMIT_S) -> Failure | None:
        """The init phase of a cold start. What fails here is tried again within the first invocation."""
        with self._driving:
            started = time.monotonic()
            failed = self._start(started + limit_s, request_id="")
            took_ms = _ms_since(started)
            self._init_log = self._api.take_log()
            if failed:
                error_type = None if failed.status == "timeout" else failed.error_type
                self._init_log += self._reporter.init(took_ms, "init", failed.status, error_type)
            else:
                self._init_ms = took_ms
            return failed

    def invoke(self, invocation: Invocation) -> Result:
        """Hands the invocation to the process; a new one, if there is none or it died since."""
        with self._driving:
            started = time.monotonic()
            deadline = started + self._limits.timeout_s
            request_id = invocation.request_id
            log = [self._init_log, self._reporter.start(request_id)]
            init_ms, self._init_log, self._init_ms = self._init_ms, "", None

            failed = None
            if not (self._ready and self._process and self._process.alive):
                failed, init_ms = self._start(deadline, request_id), None
                if failed:
                    log.append(self._api.take_log())
                    log.append(self._reporter.init(_ms_since(started), "invoke", failed.status, failed.error_type))
            outcome = failed or self._handle(invocation, deadline)
            log.append(self._api.take_log())

            if isinstance(outcome, Failure):
                if outcome.status == "timeout":
                    log.append(self._reporter.timed_out(request_id, self._limits.timeout_s))
                elif outcome.message:
                    log.append(self._reporter.failed(request_id, outcome.message, outcome.error_type))
            log.append(self._reporter.end(request_id, self._measure(started, outcome, init_ms, invocation.trace_id)))
            if self._ready:
                if self._freeze:
                    self._process.freeze()
            else:
                self._api.detach()
            if isinstance(outcome, Failure):
                return Result(outcome.payload, True, "".join(log))
            return Result(outcome, False, "".join(log))

    def stop(self) -> None:
        """Ends the process at once, in the middle of an invocation too."""
        self._stopped = True
        if self._process:
            self._process.kill()
        with self._driving:
            self._ready = False
            self._api.close()

    def _start(self, deadline: float, request_id: str) -> Failure | None:
        """Starts a process and waits until it asks for work."""
        self._ready = False
        self._api.detach()
        if self._stopped:
            return failure.exited(request_id, "the execution environment was stopped")
        self._process = process = self._spawn()
        self._api.attach(process)
        while True:
            match self._api.wait(deadline):
                case Next():
                    self._ready = True
                    self._peak_mb = memory.peak_mb(process.pid)
                    return None
                case Answer(request_id=None, body=body):
                    self._api.wait(min(deadline, time.monotonic() + _LEAVE_S))
                    return failure.reported(body)
                case Exited():
                    return failure.exited(request_id, process.describe_exit())
                case Expired():
                    process.kill()
                    return failure.timed_out(request_id, self._limits.timeout_s)

    def _handle(self, invocation: Invocation, deadline: float) -> bytes | Failure:
        """Sends the invocation and waits until the runtime asks for the next one."""
        process = self._process
        assert process
        self._ready = False
        process.thaw()
        answer: bytes | Failure | None = None
        if not self._api.hand_over(self._headers(invocation, deadline), invocation.payload, deadline):
            process.kill()
        while True:
            match self._api.wait(min(deadline, time.monotonic() + _MEMORY_CHECK_S)):
                case Next() if answer is not None:
                    self._ready = True
                    return answer
                case Answer(request_id=request_id, body=body, is_error=is_error):
                    if request_id == invocation.request_id and answer is None:
                        answer = failure.reported(body) if is_error else body
                case Exited():
                    return answer or failure.exited(invocation.request_id, process.describe_exit())
                case Expired():
                    self._peak_mb = memory.peak_mb(process.pid) or self._peak_mb
                    if time.monotonic() >= deadline:
                        process.kill()
                        return answer or failure.timed_out(invocation.request_id, self._limits.timeout_s)
                    if memory.own_mb(process.pid) > self._limits.memory_mb:
                        process.kill()
                        return answer or failure.out_of_memory(invocation.request_id)

    def _headers(self, invocation: Invocation, deadline: float) -> dict[str, str]:
        deadline_ms = (time.time() + deadline - time.monotonic()) * 1000
        headers = {
            "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
            "Lambda-Runtime-Deadline-Ms": str(int(deadline_ms)),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
        }
        if invocation.trace_id:
            headers["Lambda-Runtime-Trace-Id"] = invocation.trace_id
        if invocation.client_context:
            headers["Lambda-Runtime-Client-Context"] = invocation.client_context
        return headers

    def _measure(
        self, started: float, outcome: bytes | Failure, init_ms: float | None, trace_id: str | None
    ) -> Measured:
        failed = outcome if isinstance(outcome, Failure) else None
        ended = failed is not None and (failed.status == "timeout" or not self._ready)
        over_memory = failed is not None and failed.error_type == "Runtime.OutOfMemory"
        if self._ready and self._process:
            self._peak_mb = memory.peak_mb(self._process.pid)
        return Measured(
            duration_ms=self._limits.timeout_s * 1000.0 if failed and failed.status == "timeout" else _ms_since(started),
            memory_mb=self._limits.memory_mb,
            max_memory_mb=self._limits.memory_mb if over_memory else min(self._peak_mb, self._limits.memory_mb),
            init_ms=init_ms,
            status=failed.status if failed and ended else "success",
            error_type=failed.error_type if failed and ended and failed.status == "error" else None,
            trace_id=trace_id,
        )


def _ms_since(started: float) -> float:
    return (time.monotonic() - started) * 1000
