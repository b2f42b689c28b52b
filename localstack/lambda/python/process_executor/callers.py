"""Whether somebody still waits for the answer of an invocation, as far as that can be seen from here.

A task of Step Functions whose time is up is forgotten by its execution and tried again, and API Gateway answers 504 when
a function has not; but here their calls to Lambda stay in their threads. While the machine is full, invocations that
nobody waits for would keep those that somebody waits for from their turn.
"""

import contextlib
import functools
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from process_executor import engine

#: In the thread of a caller, which the engine's call to itself stays in: `has_gone`, which tells whether it has gone.
_thread = threading.local()


def apply() -> None:
    """Has callers that do not wait for ever say so in their thread."""
    _mark_tasks()
    _mark_apis()


def this_one() -> Callable[[], bool]:
    """Tells whether whoever makes this thread's call has given it up. Of most callers nothing is known: False."""
    return getattr(_thread, "has_gone", None) or (lambda: False)


@contextlib.contextmanager
def _waiting(has_gone: Callable[[], bool]) -> Iterator[None]:
    _thread.has_gone = has_gone
    try:
        yield
    finally:
        _thread.has_gone = None


def _mark_tasks() -> None:
    home = engine.module("services.stepfunctions.asl.component.state.state_execution.state_task.lambda_eval_utils")
    invoke = home.execute_lambda_function_integration

    @functools.wraps(invoke)
    def execute_lambda_function_integration(env: Any, *args: Any, **kwargs: Any) -> None:
        with _waiting(lambda: not env.is_running()):
            invoke(env, *args, **kwargs)

    home.execute_lambda_function_integration = execute_lambda_function_integration


def _mark_apis() -> None:
    """A request whose invocation found no turn within the time of its integration is answered as AWS does."""
    proxy = engine.module("services.apigateway.next_gen.execute_api.integrations.aws").RestApiAwsProxyIntegration
    responses = engine.module("services.apigateway.next_gen.execute_api.gateway_response")
    invoke = proxy.invoke

    @functools.wraps(invoke)
    def within_time(self: Any, context: Any) -> Any:
        until = time.monotonic() + int(context.integration.get("timeoutInMillis") or 29_000) / 1000
        try:
            with _waiting(lambda: time.monotonic() > until):
                return invoke(self, context)
        except responses.IntegrationFailureError as error:
            if time.monotonic() > until:
                raise responses.IntegrationTimeoutError("Endpoint request timed out") from error
            raise

    proxy.invoke = within_time
