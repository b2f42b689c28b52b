"""How long state machines wait before they try again, multiplied: for tests of what is tried in vain to the end.

PUT /_retries    {"factor": 0.05}: waits that begin from now on take a twentieth of the time. 422 unless it is from 0 to 1

The definition, the number of attempts, backoff and jitter stay what they are; only the wait that comes of them is
shorter, as if its clock ran faster. Nobody else's clock does. An engine starts with 1.
"""

import inspect
import json
import time
from types import SimpleNamespace
from typing import Any

from process_executor import engine
from process_executor.lazy_patches import patch_when_loaded

#: What every wait is multiplied by.
_waits = SimpleNamespace(factor=1.0)


def apply() -> None:
    """Opens the address, and has retries look at what was put there."""
    router = engine.module("services.edge").ROUTER
    response = engine.module("http").Response

    def answer(request: Any) -> Any:
        status, document = _put(request.get_data())
        return response(json.dumps(document), status, mimetype="application/json")

    router.add("/_retries", answer, methods=["PUT"])
    patch_when_loaded("stepfunctions", _multiply)


def _multiply() -> None:
    """State machines wait before a retry as long as the factor says."""
    home = engine.module("services.stepfunctions.asl.component.common.retry.retrier_decl")
    if "time.sleep(interval_seconds)" not in inspect.getsource(home.RetrierDecl):
        raise LookupError("a retrier waits in another way")
    home.time = SimpleNamespace(sleep=lambda seconds: time.sleep(seconds * _waits.factor))


def _put(body: bytes) -> tuple[int, dict[str, Any]]:
    try:
        factor = json.loads(body)["factor"]
        if isinstance(factor, bool) or not 0 <= factor <= 1:
            raise ValueError
    except (ValueError, TypeError, KeyError):
        return 422, {"problems": ['the body is {"factor": <a number from 0 to 1>}']}
    _waits.factor = factor
    return 200, {"factor": factor}
