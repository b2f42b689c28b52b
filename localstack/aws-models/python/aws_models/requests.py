"""Checks recorded requests as strictly as botocore's models allow: unknown members, types, enums, patterns, bounds.

Run as ``python -m aws_models.requests FILE...``; each line of a file is a request
(``{"from": ..., "service": ..., "operation": ..., "input": ...}``). Prints what was checked and found, as JSON.
botocore itself looks at types and required members alone, and sends all else for AWS to refuse.
"""

import collections
import json
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import botocore.session
import regex
from botocore.exceptions import UnknownServiceError
from botocore.model import OperationNotFoundError, Shape

#: The SDK for JavaScript names its clients after the services' ids; botocore has these under other names.
_CLIENTS = {
    "APIGatewayClient": "apigateway",
    "CloudWatchClient": "cloudwatch",
    "CloudWatchLogsClient": "logs",
    "DynamoDBClient": "dynamodb",
    "EventBridgeClient": "events",
    "IAMClient": "iam",
    "LambdaClient": "lambda",
    "S3Client": "s3",
    "SESClient": "ses",
    "SFNClient": "stepfunctions",
    "SNSClient": "sns",
    "SQSClient": "sqs",
    "SSMClient": "ssm",
    "STSClient": "sts",
}

#: How much of a wrong value is told, in characters.
_TOLD = 120

_session = botocore.session.get_session()


@lru_cache(None)
def _service(name: str) -> Any:
    return _session.get_service_model(_CLIENTS.get(name, name))


@lru_cache(None)
def _pattern(pattern: str) -> Any:
    """AWS writes them for Java; the module regex reads the same classes. None for one that it does not read."""
    try:
        return regex.compile(pattern)
    except regex.error:
        return None


class Check:
    """One pass over requests: what was looked at, and what was wrong with it."""

    def __init__(self) -> None:
        self.looked_at: collections.Counter[str] = collections.Counter()
        self.operations: collections.Counter[str] = collections.Counter()
        self.senders: collections.Counter[str] = collections.Counter()
        self.unread: set[str] = set()
        self._faults: dict[tuple[str, str], dict[str, Any]] = {}

    def request(self, sender: str, service: str, operation: str, sent: Any) -> None:
        """Checks one request."""
        self.senders[sender] += 1
        try:
            model = _service(service)
            name = f"{model.service_name}.{operation}"
            shape = model.operation_model(operation).input_shape
        except (UnknownServiceError, OperationNotFoundError):
            self._note(f"{service}.{operation}", "no such operation", sent)
            return
        self.operations[name] += 1
        if shape is not None:
            self._value(shape, sent or {}, name)
        elif sent:
            self._note(name, "takes no input", sent)

    @property
    def faults(self) -> list[dict[str, Any]]:
        """Each kind of fault once, with how often it came and one example."""
        return sorted(self._faults.values(), key=lambda fault: (fault["at"], fault["fault"]))

    def _note(self, at: str, fault: str, value: Any) -> None:
        told = self._faults.setdefault(
            (at, fault), {"at": at, "fault": fault, "times": 0, "example": json.dumps(value, default=str)[:_TOLD]}
        )
        told["times"] += 1

    def _value(self, shape: Shape, value: Any, at: str) -> None:
        if value is None:
            return
        kind = shape.type_name
        check = getattr(self, f"_{kind}", None)
        if check is not None:
            check(shape, value, at)

    def _structure(self, shape: Any, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            self._note(at, "is not a structure", value)
            return
        members = shape.members
        for name in shape.required_members:
            # A token that makes a request idempotent is made up by the SDK when it is not given.
            if value.get(name) is None and not members[name].metadata.get("idempotencyToken"):
                self._note(at, f"lacks {name}", value)
        for name, member in value.items():
            if member is None:
                continue
            self.looked_at["members"] += 1
            if name in members:
                self._value(members[name], member, f"{at}.{name}")
            else:
                self._note(at, f"does not know {name}", member)

    def _list(self, shape: Any, value: Any, at: str) -> None:
        if not isinstance(value, list):
            self._note(at, "is not a list", value)
            return
        self._bounds(shape, len(value), at, value)
        for member in value:
            self._value(shape.member, member, f"{at}[]")

    def _map(self, shape: Any, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            self._note(at, "is not a map", value)
            return
        self._bounds(shape, len(value), at, value)
        for key, member in value.items():
            self._value(shape.key, key, f"{at}{{key}}")
            self._value(shape.value, member, f"{at}{{}}")

    def _string(self, shape: Any, value: Any, at: str) -> None:
        if not isinstance(value, str):
            self._note(at, f"is not a string but {type(value).__name__}", value)
            return
        self._bounds(shape, len(value), at, value)
        if shape.enum:
            self.looked_at["enums"] += 1
            if value not in shape.enum:
                self._note(at, "is none of its values", value)
        pattern = shape.metadata.get("pattern")
        if pattern is None:
            return
        self.looked_at["patterns"] += 1
        compiled = _pattern(pattern)
        if compiled is None:
            self.unread.add(pattern)
        elif not compiled.fullmatch(value):
            self._note(at, f"does not match {pattern}", value)

    def _integer(self, shape: Any, value: Any, at: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            self._note(at, f"is not an integer but {type(value).__name__}", value)
            return
        self._bounds(shape, value, at, value)

    _long = _integer

    def _float(self, shape: Any, value: Any, at: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._note(at, f"is not a number but {type(value).__name__}", value)
            return
        self._bounds(shape, value, at, value)

    _double = _float

    def _boolean(self, _shape: Any, value: Any, at: str) -> None:
        if not isinstance(value, bool):
            self._note(at, f"is not a boolean but {type(value).__name__}", value)

    def _blob(self, shape: Any, value: Any, at: str) -> None:
        """Recorded by its length, or in base64."""
        if isinstance(value, dict) and "binary" in value:
            self._bounds(shape, value["binary"], at, value)
        elif not isinstance(value, str):
            self._note(at, f"is not binary but {type(value).__name__}", value)

    def _bounds(self, shape: Any, size: float, at: str, value: Any) -> None:
        least, most = shape.metadata.get("min"), shape.metadata.get("max")
        if least is not None:
            self.looked_at["bounds"] += 1
            if size < least:
                self._note(at, f"is less than {least}", value)
        if most is not None:
            self.looked_at["bounds"] += 1
            if size > most:
                self._note(at, f"is more than {most}", value)


def _lines(files: Iterable[str]) -> Iterator[dict[str, Any]]:
    for file in files:
        with Path(file).open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def main(files: list[str]) -> None:
    """Checks all requests of some files."""
    check = Check()
    for sent in _lines(files):
        check.request(sent["from"], sent["service"], sent["operation"], sent.get("input"))
    json.dump(
        {
            "requests": sum(check.senders.values()),
            "senders": check.senders,
            "operations": check.operations,
            "lookedAt": check.looked_at,
            "faults": check.faults,
            "unreadPatterns": sorted(check.unread),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
