"""Drives one runtime: starts its process, hands it invocations, ends it when it takes too much or too long."""

import time
from collections.abc import Callable

from process_executor import failure
from process_executor.events import Answer, Exited, Expired, Next
from process_executor.failure import Failure
from process_executor.invocation import Invocation, Limits
from process_executor.process import FunctionProcess
from process_executor.runtime_api import RuntimeApi

#: How long a runtime that has reported a failed init may take to leave.
_LEAVE_S = 1
#: How often a running function's memory is looked at.
_MEMORY_CHECK_S = 0.2


class Driver:
    """A process at a time. For one thread at a time; deadlines are of time.monotonic."""

    def __init__(
        self,
        spawn: Callable[[], FunctionProcess],
        api: RuntimeApi,
        limits: Limits,
        freeze: bool,
        on_close: Callable[[], None],
    ) -> None:
        self._spawn = spawn
        self._on_close = on_close
        self._api = api
        self._limits = limits
        self._freeze = freeze
        self._process: FunctionProcess | None = None
        self._closed = False
        #: Whether the runtime has asked for work; it may have ended since.
        self.ready = False
        #: The most memory that the process was seen with (MB).
        self.peak_mb = 0

    @property
    def usable(self) -> bool:
        """Whether there is a runtime to hand an invocation to."""
        return self.ready and self._process is not None and self._process.alive

    def start(self, deadline: float, request_id: str) -> Failure | None:
        """Starts a process and waits until it asks for work."""
        self.ready = False
        self._api.detach()
        self._process = process = self._spawn()
        self._api.attach(process)
        while True:
            match self._api.wait(deadline):
                case Next():
                    self.ready = True
                    self.peak_mb = process.memory.peak_mb()
                    return None
                case Answer(request_id=None, body=body):
                    self._api.wait(min(deadline, time.monotonic() + _LEAVE_S))
                    return failure.reported(body)
                case Exited():
                    return failure.exited(request_id, process.describe_exit())
                case Expired():
                    process.kill()
                    return failure.timed_out(request_id, self._limits.timeout_s)

    def handle(self, invocation: Invocation, deadline: float) -> bytes | Failure:
        """Hands over an invocation and waits until the runtime asks for the next one."""
        process = self._process
        assert process
        self.ready = False
        process.thaw()
        headers = invocation.headers(int((time.time() + deadline - time.monotonic()) * 1000))
        if not self._api.hand_over(headers, invocation.payload, deadline):
            process.kill()
        answer: bytes | Failure | None = None
        while True:
            match self._api.wait(min(deadline, time.monotonic() + _MEMORY_CHECK_S)):
                case Next() if answer is not None:
                    self.ready = True
                    self.peak_mb = process.memory.peak_mb()
                    return answer
                case Answer(request_id=invocation.request_id, body=body, is_error=is_error) if answer is None:
                    answer = failure.reported(body) if is_error else body
                case Exited():
                    ended = failure.exited(invocation.request_id, process.describe_exit())
                    return ended if answer is None else answer
                case Expired():
                    self.peak_mb = process.memory.peak_mb() or self.peak_mb
                    excess = self._excess(invocation.request_id, process, deadline)
                    if excess:
                        process.kill()
                        return excess if answer is None else answer

    def kill(self) -> None:
        """Ends the runtime while nobody watches, so that whatever comes next finds it gone."""
        self.ready = False
        if self._process:
            self._process.kill()

    def die(self, request_id: str) -> Failure:
        """The runtime ends after the work and before its answer is out."""
        assert self._process
        self.kill()
        return failure.exited(request_id, self._process.describe_exit())

    def outstay(self, request_id: str, deadline: float) -> Failure:
        """The work is done, and the answer is still not out when the function's time is over."""
        time.sleep(max(0.0, deadline - time.monotonic()))
        self.kill()
        return failure.timed_out(request_id, self._limits.timeout_s)

    def rest(self) -> None:
        """Freezes a runtime that waits for work; takes leave of any other."""
        if not self.ready:
            self._api.detach()
        elif self._freeze and self._process:
            self._process.freeze()

    def close(self) -> None:
        """Ends the process and gives everything back. Safe to call twice."""
        self.ready = False
        if not self._closed:
            self._closed = True
            self._api.close()
            self._on_close()

    def _excess(self, request_id: str, process: FunctionProcess, deadline: float) -> Failure | None:
        if time.monotonic() >= deadline:
            return failure.timed_out(request_id, self._limits.timeout_s)
        if process.memory.own_mb() > self._limits.memory_mb:
            return failure.out_of_memory(request_id)
        return None
