"""Whether somebody still waits for the answer of an invocation, as far as that can be seen from here.

A task of Step Functions whose time is up is forgotten by its execution and tried again, but its call to Lambda stays in
its thread. While the machine is full, invocations that nobody waits for would keep those that somebody waits for from
their turn.
"""

import functools
import threading
from collections.abc import Callable
from typing import Any

from process_executor import engine

_INVOKER = "services.stepfunctions.asl.component.state.state_execution.state_task.lambda_eval_utils"
#: In the thread of a task: what it is evaluated in. The engine's call to itself stays in that thread.
_task = threading.local()


def apply() -> None:
    """Has every task that invokes a function say in its thread what it belongs to."""
    home = engine.module(_INVOKER)
    invoke = home.execute_lambda_function_integration

    @functools.wraps(invoke)
    def execute_lambda_function_integration(env: Any, *args: Any, **kwargs: Any) -> None:
        _task.env = env
        try:
            invoke(env, *args, **kwargs)
        finally:
            _task.env = None

    home.execute_lambda_function_integration = execute_lambda_function_integration


def this_one() -> Callable[[], bool]:
    """Tells whether the task that makes this thread's call has been given up. Of other callers nothing is known: False."""
    env = getattr(_task, "env", None)
    return lambda: env is not None and not env.is_running()
