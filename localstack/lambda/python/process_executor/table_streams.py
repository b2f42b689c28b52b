"""Where LocalEmu's streams of tables differ from what AWS documents. LocalStack has those of DynamoDB Local."""

import contextlib
import functools
import time
from collections.abc import Callable
from typing import Any

from process_executor import engine
from process_executor.run_before import run_before

#: In this time the stream of a table that was deleted is gone (s); usually it takes milliseconds.
_LEAVES_S = 10


def patches() -> list[Callable[[], None]]:
    """The patches of table streams."""
    return [_keep_order, _wait_for_old_ones] if engine.NAME == "localemu" else []


def _keep_order() -> None:
    """Changes of an item come into its table's stream in their order; ten threads would put them there."""
    forwarder = engine.module("services.dynamodb.provider").EventForwarder
    begin = forwarder.__init__

    @functools.wraps(begin)
    def with_one_thread(self: Any, num_thread: int = 1) -> None:
        begin(self, num_thread=1)

    forwarder.__init__ = with_one_thread


def _wait_for_old_ones() -> None:
    """A table that is made anew under its name gets a stream; the old one is still being deleted after its table."""
    streams = engine.module("services.dynamodbstreams.dynamodbstreams_api")
    leaving: set[tuple[str, str, str]] = set()

    def leave(account_id: str, region_name: str, table_arn: str) -> None:
        leaving.add((account_id, region_name, streams.table_name_from_table_arn(table_arn)))

    def wait(account_id: str, region_name: str, table_name: str, *args: Any, **kwargs: Any) -> None:
        table = (account_id, region_name, table_name)
        if table not in leaving:
            return
        kinesis = streams.get_kinesis_client(account_id, region_name)
        end = time.monotonic() + _LEAVES_S
        with contextlib.suppress(kinesis.exceptions.ResourceNotFoundException):
            while time.monotonic() < end:
                kinesis.describe_stream_summary(StreamName=streams.get_kinesis_stream_name(table_name))
                time.sleep(0.02)
        leaving.discard(table)

    run_before(streams, "delete_streams", leave)
    run_before(streams, "add_dynamodb_stream", wait)
