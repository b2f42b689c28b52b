"""The part of X-Ray's API by which traces are written and read, in front of the engine's: LocalEmu's keeps raw documents
and knows no filter, LocalStack has none."""

import json
import logging
import re
from typing import Any

from process_executor import engine
from process_executor.tracing.api.operations import OPERATIONS
from process_executor.tracing.api.requests import InvalidRequest

LOG = logging.getLogger(__name__)

_SIGNED_FOR = re.compile(r"Credential=[^/,\s]+/[^/,\s]*/[^/,\s]*/xray/")


def apply() -> None:
    """Answers before the engine looks for a service, and after it has found out for which account."""
    handlers = engine.module("aws.handlers")
    chain = engine.module("runtime").get_current_runtime().components.gateway.request_handlers
    chain.insert(chain.index(handlers.parse_service_request), _answer)


def _answer(chain: Any, context: Any, response: Any) -> None:
    request = context.request
    operation = OPERATIONS.get(request.path)
    if operation is None or request.method != "POST":
        return
    if not _SIGNED_FOR.search(request.headers.get("Authorization", "")):
        return
    headers = {"Content-Type": "application/json"}
    status = 200
    try:
        body = _read(request.get_data())
        document = operation(body, (context.account_id, context.region))
    except InvalidRequest as error:
        status, document = 400, {"Message": str(error)}
        headers["X-Amzn-ErrorType"] = "InvalidRequestException"
    chain.respond(status, json.dumps(document), headers)


def _read(data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(data or b"{}")
    except ValueError as error:
        raise InvalidRequest("the body is no JSON") from error
    if not isinstance(body, dict):
        raise InvalidRequest("the body is no JSON object")
    return body
