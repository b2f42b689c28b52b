"""DynamoDB transactions that are transactions.

The store behind LocalEmu's DynamoDB (moto) applies a transaction's writes one by one, beside other requests, and undoes
a refused one by putting back a copy of the whole table, with which it also takes back what others wrote meanwhile.
Stock and money would not add up. Here every operation on the data takes one lock, conditions are checked before the
first write, and only the items that a transaction touched are put back. No copy of a table is made, so a transaction
costs a fraction of what it did.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import inspect
import logging
import threading
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

LOG = logging.getLogger(__name__)

# The source of the method that is replaced: another version of moto is left alone.
KNOWN_SOURCE = "3a9f7a1146212d0ebb7c6d098e34e6471311b20cfcd72042140bb6b711fea3e6"
READS_AND_WRITES = ("get_item", "query", "scan", "put_item", "update_item", "delete_item", "execute_statement")
_lock = threading.RLock()
T = TypeVar("T")
#: The kind of one write, the write, and the key of its item.
Write: TypeAlias = tuple[str, dict[str, Any], dict[str, Any]]
#: Code, message and item of a cancellation reason; the code is None when there is none.
Reason: TypeAlias = "tuple[str | None, str | None, dict[str, Any] | None]"
#: Table, key and item, None if there was none.
Before: TypeAlias = tuple[str, dict[str, Any], Any]


def apply() -> None:
    """Replaces the transactions of the in-memory store, if it is the version that this was written for."""
    from moto.dynamodb import models

    backend = models.DynamoDBBackend
    source = inspect.getsource(backend.transact_write_items)
    if hashlib.sha256(source.encode()).hexdigest() != KNOWN_SOURCE:
        LOG.warning("this version of moto is not known: its DynamoDB transactions are left as they are")
        return
    for name in READS_AND_WRITES:
        setattr(backend, name, locked(getattr(backend, name)))
    backend.transact_write_items = _transact_write_items


def locked(method: Callable[..., T]) -> Callable[..., T]:
    """Makes a function that reads or writes items wait for those that do."""

    @functools.wraps(method)
    def with_lock(*args: Any, **kwargs: Any) -> T:
        with _lock:
            return method(*args, **kwargs)

    return with_lock


def _transact_write_items(self: Any, transact_items: list[dict[str, Any]]) -> None:
    from moto.dynamodb.exceptions import TooManyTransactionsException, TransactionCanceledException

    if len(transact_items) > 100:
        raise TooManyTransactionsException
    with _lock:
        writes = [_parse(self, item) for item in transact_items]
        _refuse_repeated_items(writes)
        reasons = [_condition_reason(self, write) for write in writes]
        if any(code is not None for code, _, _ in reasons):
            raise TransactionCanceledException(reasons)
        _write_all(self, writes)


def _parse(backend: Any, item: dict[str, Any]) -> Write:
    """The kind of one write, the write, and the key of its item."""
    from moto.dynamodb.exceptions import TransactWriteSingleOpException

    if len(item) > 1:
        raise TransactWriteSingleOpException
    kind, write = next(iter(item.items()))
    if kind != "Put":
        return kind, write, write["Key"]
    table = backend.get_table(write["TableName"])
    names = [name for name in (table.hash_key_attr, table.range_key_attr) if name is not None]
    return kind, write, {name: write["Item"][name] for name in names}


def _refuse_repeated_items(writes: list[Write]) -> None:
    from moto.dynamodb.exceptions import MultipleTransactionsException

    touched = [(write["TableName"], str(key)) for _, write, key in writes]
    if len(set(touched)) < len(touched):
        raise MultipleTransactionsException


def _condition_reason(backend: Any, parsed: Write) -> Reason:
    """Code, message and item of a cancellation reason; the code is None when the condition holds."""
    from moto.dynamodb.comparisons import get_filter_expression
    from moto.dynamodb.exceptions import ConditionalCheckFailed

    _, write, key = parsed
    expression = write.get("ConditionExpression")
    if expression is None:
        return None, None, None
    current = backend.get_item(write["TableName"], key)
    condition = get_filter_expression(
        expression, write.get("ExpressionAttributeNames"), write.get("ExpressionAttributeValues")
    )
    if condition.expr(current):
        return None, None, None
    shown = current if write.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" else None
    return "ConditionalCheckFailed", ConditionalCheckFailed().message, shown and shown.to_json()["Attributes"]


def _write_all(backend: Any, writes: list[Write]) -> None:
    """Applies writes whose conditions hold; one that is invalid in itself takes back those before it."""
    from moto.dynamodb.exceptions import MockValidationException, TransactionCanceledException

    undo: list[Before] = []
    reasons: list[Reason] = []
    for kind, write, key in writes:
        before = backend.get_item(write["TableName"], key)
        undo.append((write["TableName"], key, copy.deepcopy(before)))
        try:
            _write_one(backend, kind, write, key)
            reasons.append((None, None, None))
        except MockValidationException:
            _put_back(backend, undo)
            raise
        except Exception as error:  # noqa: BLE001  each is the reason of a cancellation
            reasons.append((type(error).__name__, str(error), None))
    if any(code is not None for code, _, _ in reasons):
        _put_back(backend, undo)
        raise TransactionCanceledException(reasons)


def _write_one(backend: Any, kind: str, write: dict[str, Any], key: dict[str, Any]) -> None:
    names = {
        "expression_attribute_names": write.get("ExpressionAttributeNames"),
        "expression_attribute_values": write.get("ExpressionAttributeValues"),
        "condition_expression": write.get("ConditionExpression"),
    }
    if kind == "Put":
        backend.put_item(write["TableName"], write["Item"], **names)
    elif kind == "Delete":
        backend.delete_item(write["TableName"], key, **names)
    elif kind == "Update":
        backend.update_item(write["TableName"], key, update_expression=write["UpdateExpression"], **names)
    elif kind != "ConditionCheck":
        raise ValueError("Unsupported transaction operation")


def _put_back(backend: Any, undo: list[Before]) -> None:
    for table_name, key, before in reversed(undo):
        table = backend.get_table(table_name)
        hash_key, range_key = backend.get_keys_value(table, key)
        if before is None:
            table.delete_item(hash_key, range_key)
        elif range_key is None:
            table.items[hash_key] = before
        else:
            table.items[hash_key][range_key] = before
