"""moto answers a query by sorting all items of the table, by comparisons in Python, and leaves out then what has another
partition key: a query takes longer with every item that others have put. Here what has another key is left out first. Keys
that are texts are sorted as texts, which is the same order and no call for each comparison."""

import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

from process_executor.source_check import assert_source

_QUERY = "a31b5bac1c4c19fb013988751429b152e6c6709d257d689011b65f07e625f4b7"
_ALL_ITEMS = "c80d2ee3c896acd0cab6ca35aaeae3ab3fb65858933f8a3403d4e027c240f31d"

#: Partition key and index of the query that this thread answers.
_asked = threading.local()


def apply() -> None:
    """
    :raises LookupError: when queries are answered in another way
    """
    table = import_module("moto.dynamodb.models.table").Table
    assert_source(table.query, _QUERY)
    assert_source(table.all_items, _ALL_ITEMS)
    table.query = _narrowed(table.query)
    table.all_items = _all_items


def _narrowed(usual: Callable[..., Any]) -> Callable[..., Any]:
    def query(self: Any, hash_key: Any, *args: Any, **kwargs: Any) -> Any:
        # The parameters are: hash_key, range_comparison, range_objs, limit, exclusive_start_key, scan_index_forward,
        # projection_expressions, index_name.
        index = kwargs["index_name"] if "index_name" in kwargs else args[6] if len(args) > 6 else None
        _asked.key = (hash_key, index)
        try:
            return usual(self, hash_key, *args, **kwargs)
        finally:
            _asked.key = None

    return query


def _all_items(self: Any) -> list[Any]:
    key = getattr(_asked, "key", None)
    items = _every(self) if key is None else _of_partition(self, *key)
    if self.hash_key_type != "S" or self.range_key_type not in (None, "S"):
        return sorted(items, key=lambda item: (item.hash_key, item.range_key) if item.range_key else item.hash_key)
    if self.range_key_attr:
        return sorted(items, key=lambda item: (item.hash_key.value, item.range_key.value))
    return sorted(items, key=lambda item: item.hash_key.value)


def _every(table: Any) -> list[Any]:
    if not table.range_key_attr:
        return list(table.items.values())
    return [item for partition in table.items.values() for item in partition.values()]


def _of_partition(table: Any, hash_key: Any, index: str | None) -> list[Any]:
    """The items that have the partition key: of the table, or else of an index."""
    if not index:
        partition = table.items.get(hash_key)
        if not partition:
            return []
        return list(partition.values()) if table.range_key_attr else [partition]
    (name,) = [
        attribute["AttributeName"]
        for one in table.all_indexes()
        if one.name == index
        for attribute in one.schema
        if attribute["KeyType"] == "HASH"
    ]
    kind, value = hash_key.type, hash_key.value
    found = ((item, item.attrs.get(name)) for item in _every(table))
    return [item for item, key in found if key is not None and key.value == value and key.type == kind]
