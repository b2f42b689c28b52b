"""Streams of tables are written and read as without the optimization."""

import base64
import unittest
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError
from moto import mock_aws
from process_executor import engine
from process_executor.engine_optimizations import stream_backend

boto3: Any = import_module("boto3")


class StreamBackendTest(unittest.TestCase):
    def setUp(self) -> None:
        aws = mock_aws(config={"core": {"service_whitelist": ["kinesis"]}})
        aws.start()
        self.addCleanup(aws.stop)
        place = {"region_name": "eu-west-1", "aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        self.usual = boto3.client("kinesis", **place)
        self.calls: list[str] = []
        self.usual.meta.events.register("before-send.*.*", lambda request, **_: self.calls.append(request.url))
        api = engine.module("services.dynamodbstreams.dynamodbstreams_api")
        with mock.patch.object(api, "get_kinesis_client", api.get_kinesis_client):
            stream_backend.apply()
            with mock.patch.object(api, "connect_to", return_value=SimpleNamespace(kinesis=self.usual)):
                self.direct = api.get_kinesis_client("123456789012", "eu-west-1")
        for name in ("usual", "direct"):
            self.usual.create_stream(StreamName=name, ShardCount=1)

    def all_of(self, client: Any, stream: str, **limit: int) -> tuple[list[tuple[Any, ...]], str]:
        """What stands in a stream, and where reading goes on."""
        (shard,) = self.usual.list_shards(StreamName=stream)["Shards"]
        start = {"StreamName": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        iterator = self.usual.get_shard_iterator(**start)["ShardIterator"]
        answer = client.get_records(ShardIterator=iterator, **limit)
        records = [(each["SequenceNumber"], each["Data"], each["PartitionKey"]) for each in answer["Records"]]
        return records, base64.b64decode(answer["NextShardIterator"]).decode().replace(stream, "")

    def test_what_is_written_and_read_without_a_call_is_what_a_call_would_write_and_read(self) -> None:
        texts = ('{"a": 1}', "ä€😀", "x" * 10_000)
        for client, stream in ((self.usual, "usual"), (self.direct, "direct")):
            for text in texts:
                client.put_records(StreamName=stream, Records=[{"Data": text, "PartitionKey": "t"}] * 2)
        expected = self.all_of(self.usual, "usual")
        self.assertEqual([data.decode() for _, data, _ in expected[0]], [text for text in texts for _ in range(2)])
        self.assertEqual(self.all_of(self.usual, "direct"), expected)
        self.assertEqual(self.all_of(self.direct, "usual"), expected)
        self.assertEqual(self.all_of(self.direct, "usual", Limit=2), self.all_of(self.usual, "usual", Limit=2))

    def test_nothing_is_called(self) -> None:
        (shard,) = self.usual.list_shards(StreamName="direct")["Shards"]
        start = {"StreamName": "direct", "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        iterator = self.usual.get_shard_iterator(**start)["ShardIterator"]
        self.calls.clear()
        self.direct.put_records(StreamName="direct", Records=[{"Data": "x", "PartitionKey": "t"}])
        self.assertEqual(len(self.direct.get_records(ShardIterator=iterator)["Records"]), 1)
        self.assertEqual(self.calls, [])

    def test_what_does_not_succeed_is_said_as_ever(self) -> None:
        gone = base64.b64encode(b"gone:shardId-000000000000:0").decode()
        for client in (self.usual, self.direct):
            with self.assertRaises(ClientError) as read:
                client.get_records(ShardIterator=gone)
            with self.assertRaises(client.exceptions.ResourceNotFoundException):
                client.put_records(StreamName="gone", Records=[{"Data": "x", "PartitionKey": "t"}])
            self.assertEqual(read.exception.response["Error"]["Code"], "ResourceNotFoundException")


if __name__ == "__main__":
    unittest.main()
