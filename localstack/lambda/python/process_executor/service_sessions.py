"""Services of AWS renew the session of a role that they hold before it expires, and Lambda replaces an environment before the
session that it was given does. The engine makes each once, for an hour (pollers of queues and streams, logs) or for twelve
(environments of functions), and refuses it from then on: nothing is read, done or logged any more."""

import functools
from typing import Any

from process_executor import engine
from process_executor.lazy_patches import patch_when_loaded


def apply() -> None:
    """A session that a service of the engine has for a role does not expire."""
    if engine.NAME == "localemu":
        patch_when_loaded("sts", _keep_sessions_of_services)


def _keep_sessions_of_services() -> None:
    """Sessions of services do not expire."""
    home = engine.module("services.sts.provider")
    assume_role = home.StsProvider.assume_role

    @functools.wraps(assume_role)
    def assume(self: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        assumed = assume_role(self, context, *args, **kwargs)
        if (context.internal_request_params or {}).get("service_principal"):
            account = assumed["AssumedRoleUser"]["Arn"].split(":")[4]
            home._get_session(account, assumed["Credentials"]["AccessKeyId"])["expiration"] = None
        return assumed

    home.StsProvider.assume_role = assume
