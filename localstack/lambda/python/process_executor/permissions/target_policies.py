"""The policies of what services call: functions, queues, topics, buses."""

from typing import Any

from process_executor import engine


def target_policy(resource: str) -> dict[str, Any] | None:
    """The policy of the thing with this ARN; None when it has none, or is of a kind that has none here."""
    _, _, service, region, account, name = resource.split(":", 5)
    if service == "lambda":
        return _function_policy(account, region, name)
    if service not in ("sqs", "sns", "events"):
        return None
    load = engine.module("services.iam_enforcement.enforcer")._get_resource_policy
    policy: dict[str, Any] | None = load(service, resource, account, region)
    return policy


def _function_policy(account: str, region: str, name: str) -> dict[str, Any] | None:
    """LocalEmu keeps it with the function, one for each qualifier, where its own enforcement does not look."""
    _, function, *qualifier = name.split(":")
    found = engine.module("services.lambda_.invocation.models").lambda_stores[account][region].functions.get(function)
    permission = found and found.permissions.get(qualifier[0] if qualifier else "$LATEST")
    return {"Version": permission.policy.Version, "Statement": permission.policy.Statement} if permission else None
