"""Where an engine takes requests to a REST API otherwise than API Gateway documents it."""

import functools
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from process_executor import engine

#: Bodies, in bytes: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
_BODY_LIMIT = 10 * 1024 * 1024

_HANDLERS = "services.apigateway.next_gen.execute_api.handlers"


def patches() -> Iterable[Callable[[], None]]:
    """The patches of REST APIs."""
    return (_keep_path_parameters, _refuse_large_bodies, _refuse_what_functions_refuse, _leave_codings)


def _keep_path_parameters() -> None:
    """A path is what was sent; the engine would drop ;v=2 from its last segment."""
    parse = engine.module(f"{_HANDLERS}.parse")
    if not hasattr(parse, "urlparse"):
        raise AttributeError("the engine reads paths otherwise")
    parse.urlparse = urlsplit


def _refuse_large_bodies() -> None:
    """A body beyond the limit is refused with 413, chunked or not; the engine would answer with 200 and nothing."""
    parse = engine.module(f"{_HANDLERS}.parse")
    too_large = engine.module("services.apigateway.next_gen.execute_api.gateway_response").RequestTooLargeError
    # Where it looks, nothing is there yet that an answer needs.
    parse._MAX_PAYLOAD_SIZE_BYTES = sys.maxsize
    enrich = parse.InvocationRequestParser.parse_and_enrich

    @functools.wraps(enrich)
    def measured(self: Any, context: Any) -> None:
        enrich(self, context)
        if len(context.invocation_request["body"] or b"") > _BODY_LIMIT:
            raise too_large("Request Too Long")

    parse.InvocationRequestParser.parse_and_enrich = measured


def _refuse_what_functions_refuse() -> None:
    """A request that is too large for a function is refused with 413; the engine would take it for a failure inside."""
    integration = engine.module("services.apigateway.next_gen.execute_api.integrations.aws").RestApiAwsProxyIntegration
    too_large = engine.module("services.apigateway.next_gen.execute_api.gateway_response").RequestTooLargeError
    invoke = integration.invoke

    @functools.wraps(invoke)
    def told(self: Any, context: Any) -> Any:
        try:
            return invoke(self, context)
        except Exception as error:
            response = getattr(error.__cause__, "response", None) or {}
            if response.get("Error", {}).get("Code") in ("RequestEntityTooLargeException", "RequestTooLargeException"):
                raise too_large("Request Too Long") from error
            raise

    integration.invoke = told


def _leave_codings() -> None:
    """A body that says it is compressed reaches the function as it came; the engine would fail on one that is not."""
    decoder = engine.module("aws.handlers.codec").ContentDecoder
    call = decoder.__call__

    @functools.wraps(call)
    def skipped(self: Any, chain: Any, context: Any, response: Any) -> None:
        request = context.request
        if not (
            request.path.startswith(("/_aws/execute-api/", "/_aws/lambda-url/")) or ".execute-api." in request.host
        ):
            call(self, chain, context, response)

    decoder.__call__ = skipped
