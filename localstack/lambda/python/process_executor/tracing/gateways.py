"""API Gateway in a trace: the header that it passes on, and the segment of a stage whose tracing is on.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html
"""

import functools
import time
from typing import Any

from process_executor import engine
from process_executor.tracing import header
from process_executor.tracing.documents import write
from process_executor.tracing.passing import carried

_STARTED = "process_executor.tracing.started"


def apply() -> None:
    """A function behind an API is in the trace that its event names."""
    home = "services.apigateway.next_gen.execute_api"
    _name_traces(engine.module(f"{home}.handlers.parse").InvocationRequestParser)
    _carry(engine.module(f"{home}.integrations.aws").RestApiAwsProxyIntegration)
    _write_segments(engine.module(f"{home}.gateway").RestApiGateway)
    _name_traces_in_gateway_responses(engine.module(f"{home}.handlers.gateway_exception").GatewayExceptionHandler)


def _name_traces(parser: Any) -> None:
    """The caller's header goes on as it is; without one, a trace begins, and nothing is said about recording it. Only a
    stage whose tracing is on decides, and is the parent."""
    enrich = parser.parse_and_enrich

    def populate_trace_id(headers: Any) -> str:
        return str(header.read_or_begin(headers.get(header.NAME)))

    @functools.wraps(enrich)
    def with_parent(self: Any, context: Any) -> None:
        enrich(self, context)
        if not (context.stage_configuration or {}).get("tracingEnabled"):
            return
        incoming = header.read_or_begin(context.trace_id)
        sampled = incoming.sampled is not False
        own = incoming.below(header.new_segment_id(), sampled) if sampled else incoming
        setattr(context, _STARTED, (time.time(), incoming, own) if sampled else None)
        context.trace_id = str(own)

    parser.populate_trace_id = staticmethod(populate_trace_id)
    parser.parse_and_enrich = with_parent


def _name_traces_in_gateway_responses(handler: Any) -> None:
    """Gateway responses put the trace in where they name it, as all variables of the context.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
    """
    build = handler._build_response_content

    def named(exception: Any, gateway_response: Any = None, context: Any = None) -> Any:
        content = build(exception, gateway_response, context)
        trace = header.read(str(getattr(context, "trace_id", None) or ""))
        return content.replace("$context.xrayTraceId", trace.root if trace else "")

    handler._build_response_content = staticmethod(named)


def _carry(proxy: Any) -> None:
    """The call to the function carries the trace."""
    invoke = proxy.invoke

    @functools.wraps(invoke)
    def carrying(self: Any, context: Any) -> Any:
        with carried(header.read(context.trace_id)):
            return invoke(self, context)

    proxy.invoke = carrying


def _write_segments(gateway: Any) -> None:
    """A stage whose tracing is on has a segment for each request."""
    process = gateway.process_with_context

    @functools.wraps(process)
    def traced(self: Any, context: Any, response: Any) -> None:
        try:
            process(self, context, response)
        finally:
            if getattr(context, _STARTED, None):
                _write(context, response.status_code)

    gateway.process_with_context = traced


def _write(context: Any, status: int) -> None:
    started, incoming, own = getattr(context, _STARTED)
    request = {"method": context.request.method, "url": context.request.base_url}
    segment = {
        "id": own.parent,
        "trace_id": own.root,
        "name": f"{context.api_id}/{context.stage}",
        "origin": "AWS::ApiGateway::Stage",
        "start_time": started,
        "end_time": time.time(),
        "http": {"request": request, "response": {"status": status}},
        "aws": {
            "api_gateway": {"account_id": context.account_id, "rest_api_id": context.api_id, "stage": context.stage}
        },
        "resource_arn": f"arn:aws:apigateway:{context.region}::/restapis/{context.api_id}/stages/{context.stage}",
    }
    if incoming.parent:
        segment["parent_id"] = incoming.parent
    if status >= 400:
        segment["fault" if status >= 500 else "error"] = True
    if status == 429:
        segment["throttle"] = True
    write(segment, (context.account_id, context.region))
