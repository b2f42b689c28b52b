"""What policies say of a call is a constant: a decision is kept with the text of every policy that it was made from."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from process_executor import engine
from process_executor.permissions.needed import Needed

Texts = tuple[str, ...]
#: How many decisions are kept; then all are made anew.
_KEPT = 16384


class Decisions:
    """Decides by LocalEmu's evaluator, which would parse all policies of a role at each call."""

    def __init__(self) -> None:
        home = engine.module("services.iam_enforcement.evaluator")
        self._evaluator = home.PolicyEvaluator()
        self._allow = home.Decision.ALLOW
        self._made: dict[Any, bool] = {}
        self._ids: dict[tuple[str, str], str] = {}

    def is_allowed(
        self, caller: Any, wanted: Needed, conditions: dict[str, Any], target_policy: dict[str, Any] | None
    ) -> bool:
        """Whether the policies of the caller, or that of what it calls, let it do this now."""
        texts = (*self._texts_of(caller), json.dumps(target_policy, default=str))
        # A condition that no policy names decides nothing, and some have another value at each call.
        named = tuple((name, repr(value)) for name, value in conditions.items() if _is_named(name, texts))
        key = (caller.principal_type, caller.arn, wanted, texts, named)
        known = self._made.get(key)
        if known is not None:
            return known
        decision = self._evaluator.evaluate(
            caller=caller,
            action=wanted.action,
            resource=wanted.resource,
            conditions=conditions,
            resource_policy=target_policy,
        )
        is_allowed = bool(decision == self._allow)
        # The evaluator reads the policies by itself: one that changed meanwhile may be what it decided by.
        if self._texts_of(caller) == texts[:-1]:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[key] = is_allowed
        return is_allowed

    def _texts_of(self, caller: Any) -> Texts:
        """Every policy of a role, as it stands now."""
        if not caller.role_name:
            return ()
        from moto.iam.models import iam_backends

        backend = iam_backends[caller.account_id]["global"]
        role = self._role(backend, caller.account_id, caller.role_name)
        if role is None:
            return ()
        boundary = role.permissions_boundary_arn
        arns = (*role.managed_policies, *([boundary] if boundary else []))
        return (*map(_text, role.policies.values()), *(text for arn in arns for text in _versions(backend, arn)))

    def _role(self, backend: Any, account: str, name: str) -> Any:
        """Roles are kept by their ids; one that is made anew under its name has another."""
        role = backend.roles.get(self._ids.get((account, name)))
        if role is None or role.name != name:
            role = next((each for each in list(backend.roles.values()) if each.name == name), None)
            if role is not None:
                self._ids[account, name] = role.id
        return role


def _versions(backend: Any, arn: str) -> Iterator[str]:
    """A managed policy: which version holds, and what stands in each."""
    policy = backend.managed_policies.get(arn)
    if policy is not None:
        yield f"{arn} {policy.default_version_id}"
        for version in policy.versions:
            yield f"{version.version_id} {_text(version.document)}"


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)


@lru_cache(4096)
def _is_named(condition: str, policies: Texts) -> bool:
    """Whether a policy has this key in a condition or as a variable. Letters may be written as escapes in JSON."""
    plain = "\n".join(policies)
    return condition.lower() in plain.lower() or "\\u" in plain
