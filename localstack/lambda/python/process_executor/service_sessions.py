"""Services of AWS renew the session of a role that they hold before it expires. The engine makes the clients of its pollers
once, with a session of an hour, and refuses them from then on: no queue and no stream is read any more."""

import functools
from typing import Any

from process_executor import engine


def apply() -> None:
    """A session that the engine itself has for a role does not expire."""
    if engine.NAME != "localemu":
        return
    clients = engine.module("aws.connect").ClientFactory
    assume = clients.with_assumed_role

    @functools.wraps(assume)
    def with_assumed_role(self: Any, **options: Any) -> Any:
        assumed = assume(self, **options)
        _keep(assumed._client_creation_params["aws_access_key_id"])
        return assumed

    clients.with_assumed_role = with_assumed_role


def _keep(key: str) -> None:
    account = engine.module("aws.accounts").get_account_id_from_access_key_id(key)
    models = engine.module("services.sts.models")
    with models.sts_store_lock:
        session = models.sts_stores[account]["us-east-1"].sessions.get(key)
        if session is not None:
            session["expiration"] = None
