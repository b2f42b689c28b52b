"""Every request from outside is checked here before the engine's gateway; calls of the engine to itself are not."""

import functools
import logging
import re
from typing import Any

from process_executor import engine
from process_executor.guard import error_response, key, origin

LOG = logging.getLogger(__name__)

#: An API or a function URL that is deployed: whoever calls it needs no key, as on AWS, and its own rules for origins hold.
_DEPLOYED_API = re.compile(r"/_aws/(execute-api|lambda-url)/[A-Za-z0-9]+(/|$)")
_HEALTH = f"/_{engine.NAME}/health"
#: In a request's environment: it was let in as one for a deployed API, without the key.
_AS_API = "process_executor.as_api"


def apply() -> None:
    """Puts the check in front of the engine's gateway.

    :raises Exception: when it does not fit this engine, or there is no key; then the engine must not be reachable
    """
    key.own()
    port = engine.module("config").GATEWAY_LISTEN[0].port
    gateway = engine.module("aws.gateway").Gateway
    process = gateway.process

    @functools.wraps(process)
    def guarded(self: Any, request: Any, response: Any) -> None:
        answer = _error_response(request, port)
        if answer is None:
            process(self, request, response)
        else:
            _answer(response, *answer)

    gateway.process = guarded
    _keep_apis_apart()


def _error_response(request: Any, port: int) -> tuple[int, bytes, dict[str, str]] | None:
    """What to answer in place of the engine; None to let the request in."""
    if not origin.is_named(request, port):
        return _turned_away(request, "the host is not this machine's")
    path = _path(request)
    if _DEPLOYED_API.match(path) and not _is_websocket(request):
        request.environ[_AS_API] = True
        return None
    if origin.is_foreign(request, port):
        return _turned_away(request, "a page of another origin has no access")
    if key.is_shown(request):
        key.drop_bearer(request)
        return None
    if path == _HEALTH and request.method in ("GET", "HEAD"):
        return 200, b'{"status": "running"}', {"Content-Type": "application/json"}
    LOG.info("Refused %s %r: it does not have the engine's key", request.method, request.path[:200])
    return 403, *error_response.without_key(request)


def _turned_away(request: Any, reason: str) -> tuple[int, bytes, dict[str, str]]:
    LOG.warning("Refused %s %r: %s", request.method, request.path[:200], reason)
    return 403, *error_response.of_origin(reason)


def _keep_apis_apart() -> None:
    """What was let in for an API and is none's goes no further: the engine would look for a service that it is for."""
    handlers = engine.module("aws.handlers")

    def stop_here(chain: Any, context: Any, response: Any) -> None:
        if context.request.environ.get(_AS_API):
            chain.respond(403, b'{"message":"Forbidden"}')

    application = engine.module("runtime").get_current_runtime().components.gateway
    chain = application.request_handlers
    chain.insert(chain.index(handlers.parse_service_name), stop_here)


def _path(request: Any) -> str:
    """As the engine's routers see it: not decoded."""
    from rolo.request import get_raw_path

    return get_raw_path(request)


def _is_websocket(request: Any) -> bool:
    return "websocket" in request.headers.get("Upgrade", "").lower() or not hasattr(request, "get_data")


def _answer(response: Any, status: int, body: bytes, headers: dict[str, str]) -> None:
    response.status_code = status
    response.data = body
    for name, value in headers.items():
        response.headers[name] = value
    # What is left of the request is not read.
    response.headers["Connection"] = "close"
