"""Which actions on which resources a call takes: https://docs.aws.amazon.com/service-authorization/latest/reference/"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Params = dict[str, Any]


@dataclass(frozen=True)
class Needed:
    """One action on one resource; ``*`` where the action knows no resources."""

    action: str
    resource: str


@dataclass(frozen=True)
class Place:
    """Where a call was made to."""

    region: str
    account: str

    def arn(self, service: str, resource: str) -> str:
        """The ARN of something here; what is an ARN already stays as it is."""
        if resource.startswith("arn:"):
            return resource
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


def needed(service: str, operation: str, params: Params, place: Place) -> list[Needed] | None:
    """All that has to be allowed for a call; None for a service that is not known here."""
    rule = _SERVICES.get(service)
    return None if rule is None else list(rule(operation, params, place))


_OF_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}


def _dynamodb(operation: str, params: Params, place: Place) -> Iterable[Needed]:
    def table(name: str) -> str:
        return name if name.startswith("arn:") else place.arn("dynamodb", f"table/{name}")

    if operation in ("TransactWriteItems", "TransactGetItems"):
        for item in params.get("TransactItems") or []:
            for kind, request in item.items():
                yield Needed(f"dynamodb:{_OF_TRANSACTION[kind]}", table(request["TableName"]))
    elif operation in ("BatchGetItem", "BatchWriteItem"):
        for name in params.get("RequestItems") or {}:
            yield Needed(f"dynamodb:{operation}", table(name))
    elif name := params.get("TableName"):
        index = params.get("IndexName")
        yield Needed(f"dynamodb:{operation}", f"{table(name)}/index/{index}" if index else table(name))
    else:
        yield Needed(f"dynamodb:{operation}", params.get("ResourceArn") or "*")


def _dynamodb_streams(operation: str, params: Params, _place: Place) -> Iterable[Needed]:
    # The engine's iterators begin with the stream's ARN.
    stream = params.get("StreamArn") or str(params.get("ShardIterator", "")).split("|")[0]
    yield Needed(f"dynamodb:{operation}", stream if stream.startswith("arn:") else "*")


def _lambda(operation: str, params: Params, place: Place) -> Iterable[Needed]:
    action = {"Invoke": "InvokeFunction", "InvokeWithResponseStream": "InvokeFunction"}.get(operation, operation)
    name = str(params.get("FunctionName") or "*")
    qualifier = params.get("Qualifier")
    resource = name if name.startswith("arn:") else place.arn("lambda", f"function:{name}")
    yield Needed(f"lambda:{action}", f"{resource}:{qualifier}" if qualifier else resource)


def _sqs(operation: str, params: Params, place: Place) -> Iterable[Needed]:
    action = operation.removesuffix("Batch")
    queue = str(params.get("QueueUrl") or params.get("QueueName") or "").rstrip("/").split("/")[-1]
    if operation == "StartMessageMoveTask":
        yield Needed(f"sqs:{operation}", str(params["SourceArn"]))
    elif operation == "ListQueues":
        yield Needed("sqs:ListQueues", "*")
    else:
        yield Needed(f"sqs:{action}", place.arn("sqs", queue or "*"))


def _sns(operation: str, params: Params, place: Place) -> Iterable[Needed]:
    action = "Publish" if operation == "PublishBatch" else operation
    topic = params.get("TopicArn") or params.get("TargetArn") or params.get("ResourceArn") or params.get("Name")
    yield Needed(f"sns:{action}", place.arn("sns", str(topic or "*")))


def _states(operation: str, params: Params, place: Place) -> Iterable[Needed]:
    resource = params.get("executionArn") or params.get("stateMachineArn") or params.get("resourceArn")
    # Tasks report with a token that is known to nobody else; listing machines, and creating them, knows no other resource.
    name = params.get("name")
    yield Needed(f"states:{operation}", resource or (place.arn("states", f"stateMachine:{name}") if name else "*"))


def _ssm(operation: str, params: Params, place: Place) -> Iterable[Needed]:
    names = params.get("Names") or [params.get("Name") or params.get("Path") or ""]
    for name in names:
        yield Needed(f"ssm:{operation}", place.arn("ssm", f"parameter/{str(name).strip('/')}" if name else "*"))


def _logs(operation: str, params: Params, place: Place) -> Iterable[Needed]:
    group, stream = params.get("logGroupName"), params.get("logStreamName")
    if not group:
        yield Needed(f"logs:{operation}", params.get("logGroupIdentifier") or "*")
    else:
        # The resource of what knows no streams ends in a colon and an asterisk in policies: a group's ARN has both forms.
        yield Needed(f"logs:{operation}", place.arn("logs", f"log-group:{group}:log-stream:{stream or ''}"))


def _ses(operation: str, params: Params, place: Place) -> Iterable[Needed]:
    sender = str(params.get("Source") or params.get("FromEmailAddress") or "")
    yield Needed(f"ses:{operation}", place.arn("ses", f"identity/{sender}") if sender else "*")
    # Sending under a configuration set takes the same action on the set.
    configuration_set = params.get("ConfigurationSetName")
    if sender and configuration_set:
        yield Needed(f"ses:{operation}", place.arn("ses", f"configuration-set/{configuration_set}"))


def _without_resources(service: str) -> Callable[[str, Params, Place], Iterable[Needed]]:
    def rule(operation: str, _params: Params, _place: Place) -> Iterable[Needed]:
        yield Needed(f"{service}:{operation}", "*")

    return rule


def _events(operation: str, params: Params, place: Place) -> Iterable[Needed]:
    if operation == "PutEvents":
        for entry in params.get("Entries") or []:
            name = str(entry.get("EventBusName") or "default")
            yield Needed("events:PutEvents", place.arn("events", f"event-bus/{name}"))
    else:
        rule = params.get("Name") or params.get("Rule")
        yield Needed(f"events:{operation}", place.arn("events", f"rule/{rule}" if rule else "*"))


_SERVICES: dict[str, Callable[[str, Params, Place], Iterable[Needed]]] = {
    "cloudwatch": _without_resources("cloudwatch"),
    "dynamodb": _dynamodb,
    "dynamodbstreams": _dynamodb_streams,
    "events": _events,
    "lambda": _lambda,
    "logs": _logs,
    "ses": _ses,
    "sns": _sns,
    "sqs": _sqs,
    "ssm": _ssm,
    "stepfunctions": _states,
    "xray": _without_resources("xray"),
}
