"""Whether the caller of an invocation has given up, as far as that can be seen from here.

Step Functions fails a task whose time is up and tries it again, and API Gateway answers 504 when a function has not
answered in time; but in the engine their calls to Lambda stay in their threads. While the machine is full, abandoned
invocations would delay those whose callers still wait.
"""

import contextlib
import functools
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from process_executor import engine

#: In the caller's thread, in which the engine's call to itself stays: `is_abandoned`, which tells whether it has given up.
_thread = threading.local()


def apply() -> None:
    """Callers with a time limit note it in their thread."""
    _mark_tasks()
    _mark_apis()


def check_for_this_thread() -> Callable[[], bool]:
    """A check whether the caller in this thread has given up. Of most callers nothing is known: the check gives False."""
    return getattr(_thread, "is_abandoned", None) or (lambda: False)


@contextlib.contextmanager
def _checking(is_abandoned: Callable[[], bool]) -> Iterator[None]:
    _thread.is_abandoned = is_abandoned
    try:
        yield
    finally:
        _thread.is_abandoned = None


def _mark_tasks() -> None:
    home = engine.module("services.stepfunctions.asl.component.state.state_execution.state_task.lambda_eval_utils")
    invoke = home.execute_lambda_function_integration

    @functools.wraps(invoke)
    def execute_lambda_function_integration(env: Any, *args: Any, **kwargs: Any) -> None:
        with _checking(lambda: not env.is_running()):
            invoke(env, *args, **kwargs)

    home.execute_lambda_function_integration = execute_lambda_function_integration


def _mark_apis() -> None:
    """A request whose invocation was not admitted within its integration's time limit is answered 504, as on AWS."""
    proxy = engine.module("services.apigateway.next_gen.execute_api.integrations.aws").RestApiAwsProxyIntegration
    responses = engine.module("services.apigateway.next_gen.execute_api.gateway_response")
    invoke = proxy.invoke

    @functools.wraps(invoke)
    def within_time(self: Any, context: Any) -> Any:
        until = time.monotonic() + int(context.integration.get("timeoutInMillis") or 29_000) / 1000
        try:
            with _checking(lambda: time.monotonic() > until):
                return invoke(self, context)
        except responses.IntegrationFailureError as error:
            if time.monotonic() > until:
                raise responses.IntegrationTimeoutError("Endpoint request timed out") from error
            raise

    proxy.invoke = within_time
