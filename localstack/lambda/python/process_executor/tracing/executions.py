"""Step Functions in a trace: a segment for an execution whose start carried a trace, or whose machine's tracing is on, a
subsegment for every attempt of a task, and the trace in what the tasks call.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
"""

import functools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from process_executor import engine
from process_executor.lazy_patches import patch_when_loaded
from process_executor.run_before import run_before
from process_executor.tracing import header
from process_executor.tracing.documents import write
from process_executor.tracing.header import TraceHeader, new_segment_id, new_trace_id
from process_executor.tracing.passing import carried
from process_executor.tracing.store import Document

_TASKS = "services.stepfunctions.asl.component.state.state_execution.state_task"


@dataclass
class ExecutionTrace:
    """One execution's part of a trace."""

    incoming: TraceHeader
    execution: Any
    id: str = field(default_factory=new_segment_id)
    began: float = field(default_factory=time.time)
    attempts: list[Document] = field(default_factory=list)
    _changing: threading.Lock = field(default_factory=threading.Lock)

    def write(self, over: bool) -> None:
        """Writes the segment as it is by now, so that what tasks send has its parent while the execution runs."""
        execution = self.execution
        now = time.time()
        with self._changing:
            attempts = [dict(attempt) for attempt in self.attempts]
        for attempt in attempts if over else ():
            # Its state's time was over, or somebody stopped the execution: nobody waits for it.
            if attempt.pop("in_progress", None):
                attempt |= {"end_time": now, "fault": True}
        segment: Document = {
            "id": self.id,
            "trace_id": self.incoming.root,
            "name": execution.state_machine.name,
            "origin": "AWS::StepFunctions::StateMachine",
            "start_time": self.began,
            "aws": {"execution_arn": execution.exec_arn, "account_id": execution.account_id},
            "resource_arn": execution.state_machine.arn,
            "subsegments": attempts,
        }
        if self.incoming.parent:
            segment["parent_id"] = self.incoming.parent
        segment |= {"end_time": now} if over else {"in_progress": True}
        if over and execution.exec_status != "SUCCEEDED":
            segment["fault"] = True
        write(segment, (execution.account_id, execution.region_name))

    @contextmanager
    def attempt(self, state: str, count: int) -> Iterator[None]:
        """One attempt of a task, whose calls are below it."""
        subsegment: Document = {
            "id": new_segment_id(),
            "name": state,
            "start_time": time.time(),
            "in_progress": True,
            "metadata": {"default": {"retry_count": count}},
        }
        with self._changing:
            self.attempts.append(subsegment)
        self.write(over=False)
        end: Document = {}
        try:
            with carried(self.incoming.below(subsegment["id"], sampled=True)):
                yield
        except BaseException:
            end = {"fault": True}
            raise
        finally:
            with self._changing:
                subsegment.pop("in_progress")
                subsegment |= {"end_time": time.time(), **end}


#: By the executions' ARNs, while they run.
_running: dict[str, ExecutionTrace] = {}
#: Of executions whose trace is not recorded: it goes on all the same.
_passing: dict[str, TraceHeader] = {}


def apply() -> None:
    """Has executions traced."""
    patch_when_loaded("stepfunctions", _take_headers, _follow_executions)
    services = engine.module(f"{_TASKS}.service.state_task_service").StateTaskService
    for task in (services, engine.module(f"{_TASKS}.state_task_lambda").StateTaskLambda):
        _follow_attempts(task)


def _take_headers() -> None:
    """The trace of an execution is that of the request's header, else that of its body."""
    provider = engine.module("services.stepfunctions.provider").StepFunctionsProvider
    for name in ("start_execution", "start_sync_execution"):
        _take_header(provider, name)


def _take_header(provider: Any, name: str) -> None:
    operation = getattr(provider, name)

    @functools.wraps(operation)
    def traced(self: Any, context: Any, *args: Any, trace_header: str | None = None, **kwargs: Any) -> Any:
        sent = context.request.headers.get(header.NAME) or trace_header
        return operation(self, context, *args, trace_header=sent, **kwargs)

    setattr(provider, name, traced)


def _follow_executions() -> None:
    """An execution that is traced has a segment from its start to its end."""
    home = engine.module("services.stepfunctions.backend.execution")

    def begin(self: Any) -> None:
        incoming = header.read(self.trace_header)
        enabled = (self.state_machine.tracing_config or {}).get("enabled")
        if incoming is None and enabled:
            incoming = TraceHeader(new_trace_id())
        if incoming is None:
            return
        if incoming.sampled is False:
            _passing[self.exec_arn] = incoming
            return
        _running[self.exec_arn] = trace = ExecutionTrace(incoming, self)
        trace.write(over=False)

    run_before(home.Execution, "start", begin)
    terminated = home.BaseExecutionWorkerCommunication.terminated

    @functools.wraps(terminated)
    def end(self: Any) -> None:
        try:
            terminated(self)
        finally:
            _passing.pop(self.execution.exec_arn, None)
            if trace := _running.pop(self.execution.exec_arn, None):
                trace.write(over=True)

    home.BaseExecutionWorkerCommunication.terminated = end


def _follow_attempts(task: Any) -> None:
    """Every attempt of a task is a subsegment, below which its calls are."""
    evaluate = task._eval_execution

    @functools.wraps(evaluate)
    def _eval_execution(self: Any, env: Any) -> None:
        data = env.states.context_object.context_object_data
        arn = data["Execution"]["Id"]
        if trace := _running.get(arn):
            with trace.attempt(self.name, data["State"].get("RetryCount", 0)):
                evaluate(self, env)
        else:
            with carried(_passing.get(arn)):
                evaluate(self, env)

    task._eval_execution = _eval_execution
