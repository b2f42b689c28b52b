"""Records what functions send to AWS, for tests to check against AWS's own models: LAMBDA_PROCESS_REQUESTS names the file."""

import json
import logging
import os
import threading
from pathlib import Path
from typing import Any, TextIO

from process_executor import engine
from process_executor.permissions.callers import access_key, role_of

LOG = logging.getLogger(__name__)

#: The SDK says by this part of its User-Agent that it runs in a function.
_FROM_FUNCTION = "exec-env/AWS_Lambda"


def apply() -> None:
    """Writes each request of a function down as soon as the engine has understood it, if a file is named."""
    path = os.environ.get("LAMBDA_PROCESS_REQUESTS")
    if not path:
        return
    recorder = Recorder(Path(path).open("a", encoding="utf-8"))  # noqa: SIM115  open as long as the engine is
    handlers = engine.module("aws.handlers")
    chain = engine.module("runtime").get_current_runtime().components.gateway.request_handlers
    chain.insert(chain.index(handlers.parse_service_request) + 1, recorder)


class Recorder:
    """A handler of the engine's chain, which only looks on."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._writing = threading.Lock()

    def __call__(self, _chain: Any, context: Any, _response: Any) -> None:
        if context.operation is None or _FROM_FUNCTION not in context.request.headers.get("User-Agent", ""):
            return
        try:
            line = json.dumps(_request(context), default=_plain, ensure_ascii=False)
        except (TypeError, ValueError) as error:
            LOG.warning("A request of a function is not recorded: %s", error)
            return
        with self._writing:
            self._file.write(f"{line}\n")
            self._file.flush()


def _request(context: Any) -> dict[str, Any]:
    return {
        "from": "functions",
        "role": _role(context),
        "service": context.service.service_name,
        "operation": context.operation.name,
        "input": _input(context),
    }


def _role(context: Any) -> str | None:
    """Whose call it is; None for one that is not signed with a session of a role."""
    key = access_key(context.request)
    return role_of(key, context.account_id) if key else None


def _input(context: Any) -> Any:
    """As it was sent where that is JSON: the engine's parser leaves out what it does not know."""
    if str(context.protocol or context.service.protocol) == "json":
        return json.loads(context.request.get_data() or b"{}")
    return context.service_request


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"binary": len(value)}
    return str(value)
