"""Transactions on the store of tables (moto): all or nothing, beside other writers."""

import contextlib
import sys
import threading
import unittest
from typing import Any

from moto.dynamodb.exceptions import MultipleTransactionsException, TransactionCanceledException
from moto.dynamodb.models import DynamoDBBackend
from process_executor import transactions


def put(key: str, value: int, **more: Any) -> dict[str, Any]:
    return {"Put": {"TableName": "stock", "Item": {"id": {"S": key}, "n": {"N": str(value)}}, **more}}


def add(key: str, by: int) -> dict[str, Any]:
    return {
        "Update": {
            "TableName": "stock",
            "Key": {"id": {"S": key}},
            "UpdateExpression": "SET n = n + :by",
            "ExpressionAttributeValues": {":by": {"N": str(by)}},
        }
    }


class TransactionsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        transactions.apply()

    def setUp(self) -> None:
        self.store = DynamoDBBackend("us-east-1", "000000000000")
        self.store.create_table(
            "stock",
            schema=[{"AttributeName": "id", "KeyType": "HASH"}],
            throughput=None,
            attr=[{"AttributeName": "id", "AttributeType": "S"}],
            global_indexes=[],
            indexes=[],
            streams={},
            billing_mode="PAY_PER_REQUEST",
            sse_specification={},
            tags=[],
            deletion_protection_enabled=False,
            warm_throughput=None,
        )

    def stored(self, key: str) -> str | None:
        item = self.store.get_item("stock", {"id": {"S": key}})
        return item and item.to_json()["Attributes"]["n"]["N"]

    def test_writes_everything(self) -> None:
        self.store.transact_write_items([put("a", 1), put("b", 2)])
        self.assertEqual((self.stored("a"), self.stored("b")), ("1", "2"))

    def test_writes_nothing_when_a_condition_fails(self) -> None:
        self.store.transact_write_items([put("b", 2)])
        with self.assertRaises(TransactionCanceledException) as refused:
            self.store.transact_write_items([put("a", 1), put("b", 3, ConditionExpression="attribute_not_exists(id)")])
        self.assertEqual((self.stored("a"), self.stored("b")), (None, "2"))
        self.assertIn("[None, ConditionalCheckFailed]", str(refused.exception.description))

    def test_shows_the_item_that_a_condition_failed_on(self) -> None:
        self.store.transact_write_items([put("b", 2)])
        condition = {
            "ConditionExpression": "attribute_not_exists(id)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        with self.assertRaises(TransactionCanceledException) as refused:
            self.store.transact_write_items([put("b", 3, **condition)])
        self.assertIn('"Item": {"id": {"S": "b"}, "n": {"N": "2"}}', refused.exception.get_body())

    def test_takes_back_what_was_written_before_a_write_that_fails(self) -> None:
        self.store.transact_write_items([put("a", 1)])
        with self.assertRaises(Exception):  # noqa: B017  the store says in its own words that there is no n to add to
            self.store.transact_write_items([add("a", 1), put("c", 3), add("missing", 1)])
        self.assertEqual((self.stored("a"), self.stored("c")), ("1", None))

    def test_refuses_an_item_that_is_named_twice(self) -> None:
        with self.assertRaises(MultipleTransactionsException):
            self.store.transact_write_items([put("a", 1), add("a", 1)])

    def test_loses_no_write_of_others(self) -> None:
        self.store.transact_write_items([put("a", 0), put("b", 0)])

        def work() -> None:
            for _ in range(25):
                self.store.transact_write_items([add("a", 1), add("b", -1)])
                # Fails at its second write, after its first.
                with contextlib.suppress(Exception):
                    self.store.transact_write_items([add("a", 5), add("missing", 1)])

        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(1e-6)
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((self.stored("a"), self.stored("b")), ("200", "-200"))
