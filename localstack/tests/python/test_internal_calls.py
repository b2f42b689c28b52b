"""Calls of the engine to itself say what they say without the optimization, but for a signature."""

import unittest
from importlib import import_module
from typing import Any
from unittest import mock

from botocore.config import Config
from process_executor import engine
from process_executor.engine_optimizations import internal_calls

boto3: Any = import_module("boto3")
OWN = engine.module("config").internal_service_url()
ELSEWHERE = "http://127.0.0.1:1"


class Sent(Exception):
    """Instead of a request that goes out."""


def sent(service: str, operation: str, url: str = OWN, agent: str | None = None, **params: Any) -> dict[str, str]:
    """The headers that a call is sent with."""
    client = boto3.client(
        service,
        endpoint_url=url,
        region_name="eu-west-1",
        aws_access_key_id="AKIDOFATEST",
        aws_secret_access_key="secret",
        aws_session_token="a token",
        config=Config(user_agent_extra=agent, retries={"max_attempts": 0}),
    )
    headers: dict[str, str] = {}

    def note(request: Any, **_: Any) -> None:
        for name, value in request.headers.items():
            headers[name] = value if isinstance(value, str) else value.decode()
        raise Sent

    client.meta.events.register("before-send.*.*", note)
    try:
        getattr(client, operation)(**params)
    except Sent:
        return headers
    raise AssertionError("nothing was sent")


class InternalCallsTest(unittest.TestCase):
    def setUp(self) -> None:
        import_module("botocore.auth")
        signer = import_module("botocore.crt.auth").CrtSigV4Auth
        agent = import_module("botocore.useragent").UserAgentString
        for owner, name in (
            (signer, "add_auth"),
            (agent, "to_string"),
            (agent, "set_session_config"),
            (agent, "set_client_features"),
        ):
            patch = mock.patch.object(owner, name, getattr(owner, name))
            patch.start()
            self.addCleanup(patch.stop)

    def both(self, *args: Any, **params: Any) -> tuple[dict[str, str], dict[str, str]]:
        """The headers of a call without and with the optimization, without what is another each time."""
        without = sent(*args, **params)
        internal_calls.apply()
        with_it = [sent(*args, **params) for _ in range(2)][-1]
        for headers in (without, with_it):
            for name in ("X-Amz-Date", "amz-sdk-invocation-id"):
                self.assertTrue(headers.pop(name))
        return without, with_it

    def test_a_call_of_the_engine_to_itself_says_all_but_a_signature(self) -> None:
        for service, operation, params in (
            ("dynamodb", "get_item", {"TableName": "t", "Key": {"id": {"S": "1"}}}),
            ("sqs", "send_message", {"QueueUrl": f"{OWN}/000000000000/q", "MessageBody": "hello"}),
            ("lambda", "invoke", {"FunctionName": "f", "Payload": b"{}"}),
            ("iam", "get_role", {"RoleName": "r"}),
        ):
            with self.subTest(service):
                self.setUp()
                without, with_it = self.both(service, operation, agent="extra/1", **params)
                signed, unsigned = without.pop("Authorization"), with_it.pop("Authorization")
                self.assertEqual(with_it, without)
                self.assertEqual(unsigned.partition(",")[0], signed.partition(",")[0])
                self.assertNotIn("0" * 64, signed)
                self.assertTrue(unsigned.endswith("Signature=" + "0" * 64))
                self.doCleanups()

    def test_all_else_is_signed(self) -> None:
        internal_calls.apply()
        for service, operation, url in (("dynamodb", "list_tables", ELSEWHERE), ("s3", "list_buckets", OWN)):
            with self.subTest(service):
                self.assertNotIn("0" * 64, sent(service, operation, url)["Authorization"])

    def test_an_address_that_is_given_out_is_signed(self) -> None:
        internal_calls.apply()
        keys = {"aws_access_key_id": "AKIDOFATEST", "aws_secret_access_key": "secret", "region_name": "eu-west-1"}
        url = boto3.client("sts", endpoint_url=OWN, **keys).generate_presigned_url("get_caller_identity")
        self.assertRegex(url, "X-Amz-Signature=[0-9a-f]{64}")
        self.assertNotIn("0" * 64, url)

    def test_each_client_has_its_own_name(self) -> None:
        internal_calls.apply()
        names = [sent("sts", "get_caller_identity", agent=extra)["User-Agent"] for extra in ("one/1", "two/2", "one/1")]
        self.assertIn("one/1", names[0])
        self.assertIn("two/2", names[1])
        self.assertNotIn("one/1", names[1])
        self.assertEqual(names[0], names[2])
        session = import_module("botocore.useragent").UserAgentString.from_environment()
        self.assertNotIn("three/3", session.to_string())
        self.assertIn("three/3", session.with_client_config(Config(user_agent_extra="three/3")).to_string())
        self.assertIn("four/4", session.set_session_config("four", "4", None).to_string())
        session.set_client_features({"Z"})
        self.assertIn("m/Z", session.to_string())


if __name__ == "__main__":
    unittest.main()
