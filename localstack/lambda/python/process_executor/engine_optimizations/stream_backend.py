"""Behind the stream of a table is a stream of Kinesis, which LocalEmu writes to and reads by calls to itself: a third of what a
write takes, and half of a poll. Here both go straight to where those calls end. What does not succeed there is called for
as ever, which then says why."""

import base64
from importlib import import_module
from typing import Any

from process_executor import engine
from process_executor.source_check import assert_source

_CLIENT = "a6571ae288128ad0fe0a35176eeecf37df550529bd7b7caeefdb15419fa03a96"
_FORWARD = "806357f9f298fc8a64aff41af81accb48fdd57f9c489a8175c2b95f707b32b7f"
_PUT = "0c5f2c71082d7c7bcecf804b4e471506686f52b492aaae4ea4eb786f8485c571"
_GET = "c6562fecc3544321aa98400572a0795f4c4370808c88eca85943e95f7f4b018d"


def apply() -> None:
    """
    :raises LookupError: when streams of tables are kept in another way
    """
    api = engine.module("services.dynamodbstreams.dynamodbstreams_api")
    backends = import_module("moto.kinesis.models")
    assert_source(api.get_kinesis_client, _CLIENT)
    assert_source(api._process_forwarded_records, _FORWARD)
    assert_source(backends.KinesisBackend.put_records, _PUT)
    assert_source(backends.KinesisBackend.get_records, _GET)
    if engine.module("config").KINESIS_ERROR_PROBABILITY:
        raise LookupError("calls to Kinesis are to fail now and then")
    usual = api.get_kinesis_client

    def get_kinesis_client(account_id: str, region_name: str) -> Any:
        return _Client(usual(account_id, region_name), backends.kinesis_backends[account_id][region_name])

    # Whoever imports the name does so when the service is first used.
    api.get_kinesis_client = get_kinesis_client


class _Client:
    """A client of Kinesis that writes and reads records without a call."""

    def __init__(self, usual: Any, backend: Any) -> None:
        self._usual = usual
        self._backend = backend

    def __getattr__(self, name: str) -> Any:
        return getattr(self._usual, name)

    def put_records(self, StreamName: str, Records: list[dict[str, Any]]) -> Any:  # noqa: N803
        try:
            records = [{**record, "Data": base64.b64encode(record["Data"].encode()).decode()} for record in Records]
            return self._backend.put_records(None, StreamName, records)
        except Exception:  # noqa: BLE001  nothing is written before all is checked
            return self._usual.put_records(StreamName=StreamName, Records=Records)

    def get_records(self, **request: Any) -> Any:
        try:
            following, records, behind_ms = self._backend.get_records(
                request.get("StreamARN"), request["ShardIterator"], request.get("Limit")
            )
        except Exception:  # noqa: BLE001  as above
            return self._usual.get_records(**request)
        return {
            "NextShardIterator": following,
            "Records": [
                {
                    "Data": base64.b64decode(record.data),
                    "PartitionKey": record.partition_key,
                    "SequenceNumber": str(record.sequence_number),
                }
                for record in records
            ],
            "MillisBehindLatest": behind_ms,
        }
