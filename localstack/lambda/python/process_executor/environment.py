"""One execution environment: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"""

import threading
import time
from collections.abc import Callable

from process_executor.driver import Driver
from process_executor.failure import Failure
from process_executor.invocation import Invocation, Limits, Result
from process_executor.report import Measured, Reporter

#: AWS's limit for the init phase of a cold start.
INIT_LIMIT_S = 10


class Environment:
    """Init, invocations one after the other, reset after a runtime ended; and the log that tells of it."""

    def __init__(self, driver: Driver, take_log: Callable[[], str], limits: Limits, reporter: Reporter) -> None:
        self._driver = driver
        self._take_log = take_log
        self._limits = limits
        self._reporter = reporter
        self._driving = threading.Lock()
        self._retired = threading.Event()
        self._init_log = ""
        self._init_ms: float | None = None

    def init(self, limit_s: float = INIT_LIMIT_S) -> Failure | None:
        """The init phase of a cold start. What fails here is tried again within the first invocation."""
        with self._driving:
            started = time.monotonic()
            failed = self._driver.start(started + limit_s, request_id="")
            took_ms = _ms_since(started)
            self._init_log = self._take_log()
            if failed:
                error_type = None if failed.status == "timeout" else failed.error_type
                self._init_log += self._reporter.init(took_ms, "init", failed.status, error_type)
            else:
                self._init_ms = took_ms
            self._driver.rest()
        self._close_if_retired()
        return failed

    def invoke(self, invocation: Invocation, fault: str | None = None) -> Result:
        """Hands the invocation to the runtime; to a new one, if there is none or it died since.

        :param fault: what goes wrong on purpose: kill-before, kill-after or late-answer
        """
        try:
            with self._driving:
                return self._invoke(invocation, fault)
        finally:
            self._close_if_retired()

    def retire(self) -> None:
        """Ends the environment: now if it is idle, else when its invocation is over, as AWS does on an update."""
        self._retired.set()
        self._close_if_retired()

    def _close_if_retired(self) -> None:
        # Whoever drives when it is retired comes here once more after that, so somebody always closes.
        if self._retired.is_set() and self._driving.acquire(blocking=False):
            try:
                self._driver.close()
            finally:
                self._driving.release()

    def _invoke(self, invocation: Invocation, fault: str | None) -> Result:
        started = time.monotonic()
        deadline = started + self._limits.timeout_s
        log = [self._init_log, self._reporter.start(invocation.request_id)]
        init_ms, self._init_log, self._init_ms = self._init_ms, "", None
        failed = None
        if not self._driver.usable:
            init_ms = None  # this init counts as part of the invocation
            failed = self._driver.start(deadline, invocation.request_id)
            if failed:
                log.append(self._take_log())
                log.append(self._reporter.init(_ms_since(started), "invoke", failed.status, failed.error_type))
        outcome = failed or self._handle(invocation, deadline, fault)
        log.append(self._take_log())
        log.append(self._tell(invocation, outcome, _ms_since(started), init_ms))
        self._driver.rest()
        if isinstance(outcome, Failure):
            return Result(outcome.payload, True, "".join(log), init_ms)
        return Result(outcome, False, "".join(log), init_ms)

    def _handle(self, invocation: Invocation, deadline: float, fault: str | None) -> bytes | Failure:
        if fault == "kill-before":
            self._driver.kill()
        outcome = self._driver.handle(invocation, deadline)
        if fault == "kill-after":
            return self._driver.die(invocation.request_id)
        if fault == "late-answer":
            return self._driver.outstay(invocation.request_id, deadline)
        return outcome

    def _tell(self, invocation: Invocation, outcome: bytes | Failure, took_ms: float, init_ms: float | None) -> str:
        """The lines after the function's own."""
        failed = outcome if isinstance(outcome, Failure) else None
        timed_out = failed is not None and failed.status == "timeout"
        # An error that the runtime reported and lived on after is the function's affair, not the environment's.
        broken = failed if failed and (timed_out or not self._driver.ready) else None
        lines = ""
        if timed_out:
            lines = self._reporter.timed_out(invocation.request_id, self._limits.timeout_s)
        elif failed and failed.message:
            lines = self._reporter.failed(invocation.request_id, failed.message, failed.error_type)
        full = failed is not None and failed.error_type == "Runtime.OutOfMemory"
        measured = Measured(
            duration_ms=self._limits.timeout_s * 1000.0 if timed_out else took_ms,
            memory_mb=self._limits.memory_mb,
            max_memory_mb=self._limits.memory_mb if full else min(self._driver.peak_mb, self._limits.memory_mb),
            init_ms=init_ms,
            status=broken.status if broken else "success",
            error_type=broken.error_type if broken and not timed_out else None,
            trace_id=invocation.trace_id,
        )
        return lines + self._reporter.end(invocation.request_id, measured)


def _ms_since(started: float) -> float:
    return (time.monotonic() - started) * 1000
