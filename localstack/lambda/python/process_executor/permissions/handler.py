"""The check in the engine's chain: before a call reaches its service, after it was understood."""

import logging
from typing import Any

from process_executor import engine
from process_executor.permissions.callers import access_key, as_role, as_service, role_of, service_of
from process_executor.permissions.decisions import Decisions
from process_executor.permissions.needed import Needed, Place, needed
from process_executor.permissions.target_policies import target_policy

LOG = logging.getLogger(__name__)

#: What a service does by the policy of its target.
_BY_TARGET = ("lambda:InvokeFunction", "sqs:SendMessage", "sns:Publish", "events:PutEvents")

#: How services call a denial: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
_CODES = {"sqs": "AccessDenied", "sns": "AuthorizationError", "ses": "AccessDenied", "s3": "AccessDenied"}
_AS_BAD_REQUEST = ("dynamodb", "dynamodbstreams", "stepfunctions", "ssm", "logs", "events")


class PermissionsHandler:
    """Lets a call of a role, or of a service, go on only if a policy allows it."""

    def __init__(self) -> None:
        self._decisions = Decisions()

    def __call__(self, _chain: Any, context: Any, _response: Any) -> None:
        """:raises CommonServiceException: as the service that is called would deny it"""
        if not context.service or not context.operation:
            return
        account, region = context.account_id, context.region
        service, operation = context.service.service_name, context.operation.name
        role = role_of(access_key(context.request), account)
        source = None if role else service_of(context)
        if role is None and source is None:
            return
        place = Place(region, account)
        wanted = needed(service, operation, context.service_request or {}, place)
        if wanted is None or _is_settled(context, place):
            return
        conditions: dict[str, str] = {}
        if source:
            # Keys of conditions have no case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
            for prefix in ("aws", "AWS"):
                conditions |= {f"{prefix}:SourceAccount": account, f"{prefix}:SourceArn": source.source}
            wanted = [each for each in wanted if each.action in _BY_TARGET]
            caller = as_service(source, account)
        else:
            caller = as_role(str(role), account)
        for each in wanted:
            of_call = {**conditions, **_conditions_of(each.action, context.service_request or {}, place)}
            if not self._is_allowed(caller, each, of_call):
                raise self._denial(
                    service, f"{caller.arn} is not authorized to perform: {each.action} on {each.resource}"
                )

    def _is_allowed(self, caller: Any, each: Needed, conditions: dict[str, Any]) -> bool:
        policy = target_policy(each.resource) if each.action in _BY_TARGET and each.resource != "*" else None
        return self._decisions.is_allowed(caller, each, conditions, policy)

    def _denial(self, service: str, message: str) -> Exception:
        LOG.warning("Denied: %s", message)
        denial: Exception = engine.module("aws.api").CommonServiceException(
            code=_CODES.get(service, "AccessDeniedException"),
            message=f"User: {message} because no identity-based policy allows the action",
            status_code=400 if service in _AS_BAD_REQUEST else 403,
            sender_fault=True,
        )
        return denial


def _is_settled(context: Any, place: Place) -> bool:
    """Whether the engine makes sure of a log group that is there: it does so before each line, where Lambda does not ask."""
    if context.operation.name != "CreateLogGroup" or not context.is_internal_call:
        return False
    from moto.logs.models import logs_backends

    return context.service_request.get("logGroupName") in logs_backends[place.account][place.region].groups


def _conditions_of(action: str, request: dict[str, Any], place: Place) -> dict[str, Any]:
    """What policies of this package's apps ask of the calls themselves."""
    if action == "cloudwatch:PutMetricData":
        return {"cloudwatch:namespace": request.get("Namespace")}
    if action.startswith("dynamodb:"):
        return {"dynamodb:LeadingKeys": _leading_keys(request, place)}
    return {}


def _leading_keys(request: dict[str, Any], place: Place) -> list[str]:
    """The partition keys that a call on one table names, where they are strings."""
    from moto.dynamodb.models import dynamodb_backends

    name = str(request.get("TableName", "")).rsplit("/", 1)[-1]
    table = dynamodb_backends[place.account][place.region].tables.get(name)
    item = request.get("Key") or request.get("Item") or {}
    value = item.get(table.hash_key_attr) if table else None
    return [str(value["S"])] if isinstance(value, dict) and "S" in value else []
