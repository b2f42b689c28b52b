"""What is written down of the requests that come to the engine."""

import io
import json
import unittest
from types import SimpleNamespace
from typing import Any

from process_executor.sent_requests import Recorder

FUNCTION = "aws-sdk-js/3.1164.0 exec-env/AWS_Lambda_nodejs24.x"


def context(agent: str, protocol: str, body: bytes, understood: dict[str, Any]) -> Any:
    request = SimpleNamespace(headers={"User-Agent": agent}, args={}, get_data=lambda: body)
    return SimpleNamespace(
        request=request,
        protocol=protocol,
        service=SimpleNamespace(service_name="sqs", protocol=protocol),
        operation=SimpleNamespace(name="SendMessage"),
        service_request=understood,
    )


def recorded(*contexts: Any) -> list[dict[str, Any]]:
    file = io.StringIO()
    recorder = Recorder(file)
    for one in contexts:
        recorder(None, one, None)
    return [json.loads(line) for line in file.getvalue().splitlines()]


class RecorderTest(unittest.TestCase):
    def test_writes_json_as_it_was_sent_with_what_the_engine_leaves_out(self) -> None:
        lines = recorded(context(FUNCTION, "json", b'{"QueueUrl":"q","Unknown":1}', {"QueueUrl": "q"}))
        self.assertEqual(
            lines,
            [
                {
                    "from": "functions",
                    "role": None,
                    "service": "sqs",
                    "operation": "SendMessage",
                    "input": {"QueueUrl": "q", "Unknown": 1},
                }
            ],
        )

    def test_writes_what_the_engine_has_understood_of_other_protocols(self) -> None:
        lines = recorded(context(FUNCTION, "query", b"Action=Publish", {"Message": "m", "Data": b"12345"}))
        self.assertEqual(lines[0]["input"], {"Message": "m", "Data": {"binary": 5}})

    def test_leaves_out_whoever_is_no_function(self) -> None:
        self.assertEqual(recorded(context("aws-sdk-js/3.1164.0", "json", b"{}", {})), [])

    def test_leaves_out_what_is_no_request_of_aws(self) -> None:
        other = context(FUNCTION, "json", b"{}", {})
        other.operation = None
        self.assertEqual(recorded(other), [])
