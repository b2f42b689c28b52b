"""Where every invocation comes by, however it was asked for, before the engine counts it and picks an environment.

What happens on the way to a function or back happens here: a throttle, a delay, a copy, an answer that takes its time.
What happens to its process is left to the environment, which asks for it by the invocation's id.
"""

import dataclasses
import functools
import logging
import threading
import time
import uuid
from typing import Any

from process_executor import engine
from process_executor.faults import plans
from process_executor.faults.plans import Applied

LOG = logging.getLogger(__name__)

#: What environments still have to do, by the id of the invocation.
_for_environments: dict[str, Applied] = {}


def apply() -> None:
    """Puts the gate in front of all functions."""
    manager = engine.module("services.lambda_.invocation.version_manager").LambdaVersionManager
    invoke = manager.invoke

    @functools.wraps(invoke)
    def through_gate(self: Any, *, invocation: Any) -> Any:
        if not plans.in_force():
            return invoke(self, invocation=invocation)
        name = self.function_version.id.function_name
        applied = plans.decide(name, invocation.payload, invocation.request_id)
        if not applied:
            return invoke(self, invocation=invocation)
        LOG.info("%s of %s as planned (%s)", applied.fault.kind, name, invocation.request_id)
        return _meet(applied, functools.partial(invoke, self), invocation)

    manager.invoke = through_gate


def for_environment(request_id: str) -> Applied | None:
    """What is to happen to the process that this invocation comes to, if anything; told once."""
    return _for_environments.pop(request_id, None) if _for_environments else None


def _meet(applied: Applied, invoke: functools.partial[Any], invocation: Any) -> Any:
    kind, seconds = applied.fault.kind, (applied.fault.ms or 0) / 1000
    copied = False
    try:
        if kind == "throttle":
            raise _throttled()
        if kind == "delay":
            time.sleep(seconds)
        elif kind == "duplicate":
            copied = True
            threading.Thread(target=_deliver_again, args=(applied, invoke, invocation, seconds), daemon=True).start()
        elif kind != "late-answer" or applied.fault.ms is None:
            _for_environments[invocation.request_id] = applied
        result = invoke(invocation=invocation)
        if kind == "late-answer":
            time.sleep(seconds)
        return result
    finally:
        _for_environments.pop(invocation.request_id, None)
        if not copied:
            applied.end()


def _deliver_again(applied: Applied, invoke: functools.partial[Any], invocation: Any, seconds: float) -> None:
    """The same payload once more, as another invocation; nobody waits for its answer."""
    try:
        time.sleep(seconds)
        invoke(invocation=dataclasses.replace(invocation, request_id=str(uuid.uuid4())))
    except Exception as error:  # noqa: BLE001  whatever the function or the engine fails with
        LOG.info("The copy of %s came to nothing: %s", invocation.request_id, error)
    finally:
        applied.end()


def _throttled() -> Exception:
    """As with a function whose reserved concurrency is used up."""
    throttled = engine.module("aws.api.lambda_").TooManyRequestsException
    return throttled("Rate Exceeded.", Reason="ReservedFunctionConcurrentInvocationLimitExceeded", Type="User")
