"""Who makes a call: the account's root, a role, or a service of AWS."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from process_executor import engine
from process_executor.guard import key

_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/")


@dataclass(frozen=True)
class Service:
    """A service that calls by the policy of its target, for one of its own things."""

    principal: str
    source: str


def role_of(access_key: str, account: str) -> str | None:
    """The name of the role whose session has this access key; None for any other key."""
    return None if access_key in ("", key.own()) else _role_of_session(access_key, account)


@lru_cache(4096)
def _role_of_session(access_key: str, account: str) -> str | None:
    from moto.sts.models import sts_backends

    sessions: list[Any] = sts_backends[account]["global"].assumed_roles
    for session in reversed(sessions):
        if session.access_key_id == access_key:
            return str(session.role_arn).rsplit("/", 1)[-1]
    return None


def service_of(context: Any) -> Service | None:
    """The service that calls, as the engine's clients say it of themselves; None for calls that name none."""
    said = context.internal_request_params or {}
    principal, source = said.get("service_principal"), said.get("source_arn")
    return Service(f"{principal}.amazonaws.com", source) if principal and source else None


def access_key(request: Any) -> str:
    """The access key that a request is signed with, or that its address holds."""
    signed = _CREDENTIAL.search(request.headers.get("Authorization", ""))
    return signed.group(1) if signed else str(request.args.get("X-Amz-Credential", "")).split("/")[0]


def as_role(name: str, account: str) -> Any:
    """A role as the engine's evaluator takes it. It acts for itself: what policies give to services is not given to it."""
    identity = engine.module("services.iam_enforcement.identity").CallerIdentity
    arn = f"arn:aws:sts::{account}:assumed-role/{name}/session"
    return identity(principal_type="AssumedRole", account_id=account, arn=arn, role_name=name)


def as_service(service: Service, account: str) -> Any:
    """A service as the engine's evaluator takes it: policies of targets alone can let it in."""
    identity = engine.module("services.iam_enforcement.identity").CallerIdentity
    return identity(
        principal_type="Service", account_id=account, arn=service.principal, acting_services=[service.principal]
    )
