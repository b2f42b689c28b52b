"""LocalEmu reads the items that a transaction is about to change by a request to itself, before and after, for the table's
stream. It reads the item of a single write straight from the store, which serves as well here. A read waits for writes: an
item that was read while it changed would be taken for one that is not there."""

from typing import Any

from process_executor import engine
from process_executor.source_check import assert_source
from process_executor.transactions import locked

_ONE = "283ef31e725e79723077e1365de1894082973a7fa8cbe1e248272bdf83c39461"
_MANY = "4f67d0c039063934184e5d96669f5ad5b2f023e7177440823074596824575060"


def apply() -> None:
    """
    :raises LookupError: when items are read in another way
    """
    finder = engine.module("services.dynamodb.utils").ItemFinder
    assert_source(finder.find_existing_item, _ONE)
    assert_source(finder.find_existing_items, _MANY)
    find_one = locked(finder.find_existing_item)

    def find_existing_items(
        put_items_per_table: dict[str, list[Any]], account_id: str, region_name: str, endpoint_url: str
    ) -> dict[str, list[Any]]:
        return {
            table: [
                item
                for write in writes
                if (item := find_one(write, table, account_id, region_name, endpoint_url)) is not None
            ]
            for table, writes in put_items_per_table.items()
        }

    finder.find_existing_item = staticmethod(find_one)
    finder.find_existing_items = staticmethod(find_existing_items)
