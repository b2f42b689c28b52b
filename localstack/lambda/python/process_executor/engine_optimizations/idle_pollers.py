"""Event source mappings are polled: an empty stream ten times a second, which keeps a tenth of a core busy for each, and
an empty queue every ten seconds, which is how late its next message is. Here a poller whose source is empty sleeps, and
whoever writes to the source wakes it. Between polls that find something it waits as long as it did before. Should a
write go by unnoticed, the poller still looks by itself every few seconds."""

import functools
import inspect
from typing import Any

from process_executor import engine
from process_executor.poller_wakeup import StreamWakeup, Wakeup, register, run_after, wake, wake_all

#: Operations that write to tables. One of a language of its own (PartiQL) does not say to which.
_WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")
_STATEMENTS = ("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction")


def apply() -> None:
    """
    :raises LookupError: when a mapping is polled in another way
    """
    worker = engine.module("services.lambda_.event_source_mapping.esm_worker").EsmWorker
    if "self._shutdown_event.wait(poll_interval_duration)" not in inspect.getsource(worker.poller_loop):
        raise LookupError("EsmWorker waits in another way")
    queues = engine.module("services.sqs.models")
    for queue in (queues.StandardQueue, queues.FifoQueue):
        run_after(queue, "_put_message", lambda self, *args: wake([self.arn]))
    _wake_for_streams()
    interval = engine.module("config").LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC
    stream_poller = engine.module("services.lambda_.event_source_mapping.pollers.dynamodb_poller").DynamoDBPoller
    start = worker.__init__

    @functools.wraps(start)
    def with_wakeup(self: Any, *args: Any, **kwargs: Any) -> None:
        start(self, *args, **kwargs)
        arn = getattr(self.poller, "source_arn", None) or ""
        if isinstance(self.poller, stream_poller):
            self._shutdown_event = StreamWakeup(interval, self.poller)
        elif ":sqs:" in arn:
            self._shutdown_event = Wakeup(interval)
        else:
            return
        register(arn.partition("/stream/")[0], self._shutdown_event)

    worker.__init__ = with_wakeup


def _wake_for_streams() -> None:
    """The store tells of records when it has put them into the stream; DynamoDB Local is asked for each write."""
    table_arn = engine.module("utils.aws.arns").dynamodb_table_arn

    def told(account_id: str, region_name: str, records_map: dict[str, Any]) -> None:
        wake(table_arn(table, account_id, region_name) for table in records_map)

    run_after(engine.module("services.dynamodbstreams.dynamodbstreams_api"), "forward_events", told)
    try:
        forwarding = engine.module("services.dynamodb.v2.provider").DynamoDBProvider
    except ModuleNotFoundError:
        return

    def asked(self: Any, context: Any, *args: Any, **kwargs: Any) -> None:
        if context.operation.name in _STATEMENTS:
            wake_all()
        elif context.operation.name in _WRITES:
            tables = _tables(context.service_request)
            wake(table_arn(table, context.account_id, context.region) for table in tables)

    run_after(forwarding, "forward_request", asked)


def _tables(request: dict[str, Any]) -> set[str]:
    writes = (write for item in request.get("TransactItems", ()) for write in item.values())
    return {write["TableName"] for write in (request, *writes) if "TableName" in write} | set(
        request.get("RequestItems", ())
    )
