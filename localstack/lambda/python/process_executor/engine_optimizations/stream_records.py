"""moto keeps the stream of a table. It lists all records of a shard to find the highest number at each write, and goes
through them from the first at each read, so both take longer with every record. The records lie in rising order."""

from importlib import import_module
from itertools import takewhile
from typing import Any

from process_executor.source_check import assert_source

_READ = "b2369a10132dac1ab3e8264d451409ad85c7903c80dd081cbe677121ea898e1d"
_HIGHEST = "eff48df162f5a63d31722187966dbf749a73bd39c0aba368169c1a4be19f8491"


def apply() -> None:
    """
    :raises LookupError: when records are kept in another way
    """
    shard = import_module("moto.kinesis.models").Shard
    assert_source(shard.get_records, _READ)
    assert_source(shard.get_max_sequence_number, _HIGHEST)
    shard.get_records = _get_records
    shard.get_max_sequence_number = _get_max_sequence_number


def _get_max_sequence_number(self: Any) -> int:
    return next(reversed(self.records), 0)


def _get_records(self: Any, last_sequence_id: str, limit: int | None) -> tuple[list[Any], int, int]:
    """The records after a number, the number of the last of them, and how far that one is behind the latest (ms)."""
    last = int(last_sequence_id)
    newer = [record for _, record in takewhile(lambda entry: entry[0] > last, reversed(self.records.items()))]
    results = newer[::-1][:limit]
    if not results:
        return [], last, 0
    behind_s = newer[0].created_at - results[-1].created_at
    return results, results[-1].sequence_number, int(behind_s * 1000)
