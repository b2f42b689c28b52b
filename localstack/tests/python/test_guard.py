"""What anybody can send to the guard is read in no time: the interpreter does nothing else meanwhile."""

import time
import unittest
from types import SimpleNamespace
from typing import Any

from process_executor.guard import error_response, key

#: Of the processor (s); the old expressions took 2 and 4.
_LIMIT_S = 0.5


def _request(authorization: str) -> Any:
    return SimpleNamespace(headers={"Authorization": authorization}, args={}, path="/")


class Headers(unittest.TestCase):
    def test_are_read_in_no_time(self) -> None:
        for what, header in (
            ("many credentials", "AWS4-HMAC-SHA256 " + "-Credential=" * 5000),
            ("many credentials in one word", "Credential=" * 5500),
            ("many spaces", "Bearer x" + " " * 60_000 + "x"),
        ):
            with self.subTest(what):
                request = _request(header)
                began = time.process_time()
                key.shown(request)
                error_response.without_key(request)
                self.assertLess(time.process_time() - began, _LIMIT_S)

    def test_show_the_key_that_is_in_them(self) -> None:
        scope = "20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
        request = _request(f"AWS4-HMAC-SHA256 Credential=AKIA/{scope}")
        self.assertEqual(key.shown(request), ["AKIA"])


if __name__ == "__main__":
    unittest.main()
