"""Where the engine around the executor differs from what AWS documents, and the difference can be set right cleanly."""

import base64
import binascii
import contextlib
import functools
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from process_executor import engine, function_urls, requests, service_sessions, table_streams
from process_executor.lazy_patches import apply_patch
from process_executor.run_before import run_before

#: Request payloads, in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_SYNCHRONOUS_LIMIT = 6 * 1024 * 1024
_ASYNCHRONOUS_LIMIT = 1024 * 1024


def apply() -> None:
    """Applies the patches that fit this release; the rest of the engine stays as it is, with a warning."""
    for patch in (
        _limit_payloads,
        _name_throttles,
        _log_to_named_groups,
        _pass_client_context,
        _fit_small_accounts,
        _wait_for_starts,
        _answer_in_binary,
        _miss_method_responses,
        _say_default_responses,
        function_urls.apply,
        service_sessions.apply,
        *requests.patches(),
        *table_streams.patches(),
    ):
        apply_patch(patch)


def _limit_payloads() -> None:
    """A request that is too large is refused with RequestEntityTooLargeException."""
    too_large = engine.module("services.lambda_.invocation.lambda_models").RequestEntityTooLargeException

    def check(self: Any, *args: Any, invocation_type: str | None, payload: bytes | None, **kwargs: Any) -> None:
        limit = _ASYNCHRONOUS_LIMIT if invocation_type == "Event" else _SYNCHRONOUS_LIMIT
        if payload and len(payload) > limit:
            raise too_large(f"Request must be smaller than {limit} bytes for the InvokeFunction operation")

    run_before(engine.module("services.lambda_.invocation.lambda_service").LambdaService, "invoke", check)


def _name_throttles() -> None:
    """The account's limit gives another Reason than a function's reserved concurrency."""
    service = engine.module("services.lambda_.invocation.counting_service").CountingService
    throttled = engine.module("aws.api.lambda_").TooManyRequestsException
    lease = service.get_invocation_lease

    @contextlib.contextmanager
    @functools.wraps(lease)
    def get_invocation_lease(self: Any, function: Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
        with contextlib.ExitStack() as stack:
            try:
                leased = stack.enter_context(lease(self, function, *args, **kwargs))
            except throttled as error:
                if function is None or function.reserved_concurrent_executions is None:
                    error.Reason = "ConcurrentInvocationLimitExceeded"
                raise
            yield leased

    service.get_invocation_lease = get_invocation_lease


def _log_to_named_groups() -> None:
    """A function's lines go to the group that its LoggingConfig names
    (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html), not to the one of its name."""
    environment = engine.module("services.lambda_.invocation.execution_environment").ExecutionEnvironment
    usual = environment.get_log_group_name

    @functools.wraps(usual)
    def get_log_group_name(self: Any) -> str:
        logging = self.function_version.config.logging_config or {}
        return logging.get("LogGroup") or usual(self)

    environment.get_log_group_name = get_log_group_name


def _pass_client_context() -> None:
    """The caller's client context reaches the function."""

    def hand_over(self: Any, invocation: Any) -> None:
        self.runtime_executor.client_context = _decoded(invocation.client_context)

    run_before(
        engine.module("services.lambda_.invocation.execution_environment").ExecutionEnvironment, "invoke", hand_over
    )


def _fit_small_accounts() -> None:
    """An account whose limit is this machine's, not 1000, keeps a tenth for functions without reserved concurrency."""
    config = engine.module("config")
    share = max(1, config.LAMBDA_LIMITS_CONCURRENT_EXECUTIONS // 10)
    config.LAMBDA_LIMITS_MINIMUM_UNRESERVED_CONCURRENCY = min(
        share, config.LAMBDA_LIMITS_MINIMUM_UNRESERVED_CONCURRENCY
    )


def _wait_for_starts() -> None:
    """Environments that wait for their turn to start are not given up: the executor bounds each init itself."""
    engine.module("services.lambda_.invocation.execution_environment").STARTUP_TIMEOUT_SEC = 300


def _answer_in_binary() -> None:
    """An API for whose binary media types anything goes gives everybody the bytes of an answer that is base64."""
    integration = engine.module("services.apigateway.next_gen.execute_api.integrations.aws")
    matches = integration.mime_type_matches_binary_media_types

    def or_any(mime_type: str | None, binary_media_types: list[str]) -> bool:
        return "*/*" in (binary_media_types or []) or matches(mime_type, binary_media_types)

    integration.mime_type_matches_binary_media_types = or_any


def _miss_method_responses() -> None:
    """A method response that is gone already is not found; the engine would answer with an internal error."""
    models = import_module("moto.apigateway.models")
    missing = import_module("moto.apigateway.exceptions").NoIntegrationResponseDefined

    def check(self: Any, response_code: str) -> None:
        if response_code not in self.method_responses:
            raise missing

    run_before(models.Method, "delete_response", check)


def _say_default_responses() -> None:
    """What an API answers for all 5xx is also the body of a timeout; the engine would take the headers alone."""
    handler = engine.module("services.apigateway.next_gen.execute_api.handlers.gateway_exception")
    find = handler.get_gateway_response_or_default

    def with_body(response_type: str, gateway_responses: dict[str, Any]) -> Any:
        response = find(response_type, gateway_responses)
        templates = response.get("responseTemplates")
        own = any(one.get("responseTemplates") == templates for one in gateway_responses.values())
        return {**response, "defaultResponse": False} if own else response

    handler.get_gateway_response_or_default = with_body


def _decoded(client_context: str | None) -> str | None:
    """It travels as base64 to Lambda and as one line of JSON to the function; what is no base64 is left out."""
    try:
        text = base64.b64decode(client_context or "", validate=True).decode()
        return text.replace("\r", " ").replace("\n", " ") or None
    except (binascii.Error, UnicodeDecodeError):
        return None
