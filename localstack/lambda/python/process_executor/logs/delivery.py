"""How lines of a log get to the destination of a subscription filter."""

import base64
import gzip
import json
import logging
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from process_executor import engine
from process_executor.logs.patterns import matcher

LOG = logging.getLogger(__name__)

#: Lines that go together, in bytes: far below what an asynchronous invocation takes.
_TOGETHER = 256 * 1024

#: So long lines of a stream are held before they are sent (s): whoever reads them is invoked once for many, as on AWS, and
#: not once for each invocation that wrote some.
_HELD = 5.0

_lock = threading.Lock()
_held: dict[tuple[int, str], list[Any]] = {}


def send(stream: Any, subscription: Any, events: list[Any]) -> None:
    """
    Sends what a subscription filter is for, of lines that were put into a stream, with those that come soon after. It never
    raises: the lines are stored, and the other filter has its own.
    """
    try:
        matches = matcher(subscription.filter_pattern or "")
    except ValueError as error:
        _warn(subscription, error)
        return
    wanted = [event for event in events if matches(event.message)]
    if not wanted:
        return
    key = (id(stream), subscription.name)
    with _lock:
        begun = key in _held
        _held.setdefault(key, []).extend(wanted)
    if not begun:
        timer = threading.Timer(_HELD, _send_held, (key, stream, subscription))
        timer.daemon = True
        timer.start()


def _send_held(key: tuple[int, str], stream: Any, subscription: Any) -> None:
    with _lock:
        events = _held.pop(key)
    try:
        _send(stream, subscription, events)
    except Exception as error:  # noqa: BLE001  whatever it is, this is the end of a thread of its own
        _warn(subscription, error)


def _warn(subscription: Any, error: Exception) -> None:
    LOG.warning("%s does not get lines of its log group: %s", subscription.destination_arn, error)


def _send(stream: Any, subscription: Any, events: list[Any]) -> None:
    for batch in _batches(events):
        data = {
            "messageType": "DATA_MESSAGE",
            "owner": stream.account_id,
            "logGroup": stream.log_group.name,
            "logStream": stream.log_stream_name,
            "subscriptionFilters": [subscription.name],
            "logEvents": [
                {"id": str(event.event_id), "timestamp": event.timestamp, "message": event.message} for event in batch
            ],
        }
        _put(stream, subscription, gzip.compress(json.dumps(data, separators=(",", ":")).encode()))


def _batches(events: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    size = 0
    for event in events:
        length = len(event.message.encode())
        if batch and size + length > _TOGETHER:
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += length
    if batch:
        yield batch


def _put(stream: Any, subscription: Any, data: bytes) -> None:
    arns = engine.module("utils.aws.arns")
    destination = subscription.destination_arn
    principal = engine.module("utils.aws.client_types").ServicePrincipal.logs
    source = {
        "source_arn": arns.log_group_arn(stream.log_group.name, stream.account_id, stream.region),
        "service_principal": principal,
    }
    clients = _clients(arns.parse_arn(destination), subscription.role_arn, principal)
    if ":lambda:" in destination:
        payload = json.dumps({"awslogs": {"data": base64.b64encode(data).decode()}})
        clients.lambda_.request_metadata(**source).invoke(
            FunctionName=destination, InvocationType="Event", Payload=payload
        )
    elif ":kinesis:" in destination:
        clients.kinesis.request_metadata(**source).put_record(
            StreamName=arns.kinesis_stream_name(destination), Data=data, PartitionKey=stream.log_group.name
        )
    elif ":firehose:" in destination:
        clients.firehose.request_metadata(**source).put_record(
            DeliveryStreamName=arns.firehose_name(destination), Record={"Data": data}
        )


def _clients(destination: dict[str, str], role: str | None, principal: Any) -> Any:
    connect_to = engine.module("aws.connect").connect_to
    if role:
        return connect_to.with_assumed_role(
            role_arn=role, service_principal=principal, region_name=destination["region"]
        )
    return connect_to(aws_access_key_id=destination["account"], region_name=destination["region"])
