"""The control address, on the engine's own gateway:

GET    /_faults           all plans, and which faults were applied, when
GET    /_faults/<plan>    of one plan
PUT    /_faults/<plan>    puts a plan in force; 422 with the problems when it is none
DELETE /_faults[/<plan>]  takes one out of force, or all
"""

import json
from typing import Any

from process_executor import engine
from process_executor.faults import plans
from process_executor.faults.rules import BadPlan, parse


def apply() -> None:
    """Opens the address. A browser's page cannot call it unasked: neither method is one of a plain form."""
    router = engine.module("services.edge").ROUTER
    response = engine.module("http").Response

    def answer(request: Any, plan: str | None = None) -> Any:
        status, document = _serve(request.method, plan, request.get_data())
        return response(json.dumps(document), status, mimetype="application/json")

    router.add("/_faults", answer, methods=["GET", "DELETE"])
    router.add("/_faults/<plan>", answer, methods=["GET", "PUT", "DELETE"])


def _serve(method: str, plan: str | None, body: bytes) -> tuple[int, dict[str, Any]]:
    if method == "PUT" and plan is not None:
        try:
            document = json.loads(body)
        except ValueError:
            return 422, {"problems": ["the body is no JSON"]}
        try:
            plans.put(plan, parse(document), document)
        except BadPlan as bad:
            return 422, {"problems": bad.problems}
    elif method == "DELETE":
        plans.remove(plan)
    return 200, plans.told(plan)
