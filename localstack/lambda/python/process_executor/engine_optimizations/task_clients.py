"""Step Functions assumes the machine's role and builds an AWS client for every task state, tens of milliseconds each.
One client per service, region and role serves as well for as long as its credentials do."""

import inspect
import sys
import threading
import time
from typing import Any

from process_executor import engine

_HOME = "services.stepfunctions.asl.utils.boto_client"
_PARAMETERS = ["service", "region", "state_credentials"]
#: An hour is how long assumed credentials last.
_KEPT_S = 30 * 60


def apply() -> None:
    """
    :raises LookupError: when the function takes something else than it did
    """
    home = engine.module(_HOME)
    build = home.boto_client_for
    if list(inspect.signature(build).parameters) != _PARAMETERS:
        raise LookupError(f"{_HOME}.boto_client_for takes other parameters than {_PARAMETERS}")
    clients: dict[tuple[str, str, str], tuple[float, Any]] = {}
    building = threading.Lock()

    def boto_client_for(service: str, region: str, state_credentials: Any) -> Any:
        key = (service, region, state_credentials.role_arn)
        made, client = clients.get(key, (0.0, None))
        if client is None or time.monotonic() - made > _KEPT_S:
            with building:
                client = build(service=service, region=region, state_credentials=state_credentials)
                clients[key] = (time.monotonic(), client)
        return client

    modules: list[Any] = list(sys.modules.values())
    for module in modules:
        if getattr(module, "boto_client_for", None) is build:
            module.boto_client_for = boto_client_for
