"""Queries and scans answer what they answer without the optimization, in the same order and the same pages."""

import unittest
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from unittest import mock

from moto import mock_aws
from process_executor.engine_optimizations import queries

boto3: Any = import_module("boto3")
TABLE: Any = import_module("moto.dynamodb.models.table").Table

#: The types of partition and sort key.
KEYS = (("S", "S"), ("S", "N"), ("N", "S"), ("S", None), ("B", "B"))
#: Sorted as texts, as numbers and by when they were put, these are four different orders.
VALUES: dict[str, list[Any]] = {
    "S": ["10", "9", "b", "ä", "a", "1", "é", "-1"],
    "N": ["10", "9", "-2.5", "1e2", "0", "11", "3", "-1"],
    "B": [b"10", b"9", b"b", b"\xff", b"a", b"1", b"\x00", b"c"],
}


def written(table: str, partition: str, sort: str | None) -> Iterator[dict[str, Any]]:
    """Items of three partitions, of which every other is in the index, there again in three."""
    for number in range(24):
        pk = VALUES[partition][number % 3 if sort else number % 8]
        item = {"pk": {partition: pk}, "n": {"N": str(number)}}
        if sort:
            item["sk"] = {sort: VALUES[sort][number // 3]}
        if number % 2:
            item |= {"by": {"S": f"i{number % 3}"}, "at": {"N": str(number % 4)}}
        yield {"TableName": table, "Item": item}


class QueriesTest(unittest.TestCase):
    def setUp(self) -> None:
        aws = mock_aws(config={"core": {"service_whitelist": ["dynamodb"]}})
        aws.start()
        self.addCleanup(aws.stop)
        place = {"region_name": "eu-west-1", "aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        self.client = boto3.client("dynamodb", **place)
        for partition, sort in KEYS:
            self.make(f"{partition}{sort}", partition, sort)

    def make(self, table: str, partition: str, sort: str | None) -> None:
        keys = [("pk", "HASH", partition), *([("sk", "RANGE", sort)] if sort else [])]
        index = [("by", "HASH", "S"), ("at", "RANGE", "N")]
        schemas = [[{"AttributeName": name, "KeyType": kind} for name, kind, _ in each] for each in (keys, index)]
        self.client.create_table(
            TableName=table,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=schemas[0],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, _, kind in keys + index],
            GlobalSecondaryIndexes=[
                {"IndexName": "index", "KeySchema": schemas[1], "Projection": {"ProjectionType": "ALL"}}
            ],
        )
        for item in written(table, partition, sort):
            self.client.put_item(**item)

    def pages(self, operation: str, **request: Any) -> list[Any]:
        """Everything that is found, page by page."""
        found = []
        while True:
            answer = getattr(self.client, operation)(**request)
            found.append((answer["Items"], answer["Count"], answer["ScannedCount"]))
            if "LastEvaluatedKey" not in answer:
                return found
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def answers(self) -> Iterator[Any]:
        for partition, sort in KEYS:
            table = {"TableName": f"{partition}{sort}"}
            asked = [
                (name, key, value)
                for name, key, values in (
                    ("index", "by", [{"S": "i0"}, {"S": "i1"}, {"S": "none"}]),
                    (None, "pk", [{partition: value} for value in VALUES[partition]]),
                )
                for value in values
            ]
            for index, key, value in asked:
                request: dict[str, Any] = {"KeyConditionExpression": "#k = :v", "ExpressionAttributeNames": {"#k": key}}
                request |= {"ExpressionAttributeValues": {":v": value}, **({"IndexName": index} if index else {})}
                yield self.pages("query", **table, **request)
                yield self.pages("query", **table, **request, Limit=2, ScanIndexForward=False)
            yield self.pages("scan", **table)
            yield self.pages("scan", **table, Limit=5)
            yield self.pages("scan", **table, IndexName="index")

    def test_answers_are_those_without_it(self) -> None:
        usual = list(self.answers())
        self.assertGreater(max(len(pages) for pages in usual), 3)
        with mock.patch.object(TABLE, "query", TABLE.query), mock.patch.object(TABLE, "all_items", TABLE.all_items):
            queries.apply()
            self.assertEqual(list(self.answers()), usual)

    def test_a_query_looks_at_no_item_of_another_partition(self) -> None:
        with mock.patch.object(TABLE, "query", TABLE.query), mock.patch.object(TABLE, "all_items", TABLE.all_items):
            queries.apply()
            looked: list[int] = []
            narrowed = TABLE.all_items

            def all_items(table: Any) -> Any:
                items = narrowed(table)
                looked.append(len(items))
                return items

            with mock.patch.object(TABLE, "all_items", all_items):
                values = {":v": {"S": "9"}}
                self.pages("query", TableName="SS", KeyConditionExpression="pk = :v", ExpressionAttributeValues=values)
                self.pages("scan", TableName="SS")
        self.assertEqual(looked, [8, 24])


if __name__ == "__main__":
    unittest.main()
