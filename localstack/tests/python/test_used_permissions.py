"""Which uses of permissions are written down, and how often."""

import io
import json
import unittest

from process_executor.permissions.needed import Needed
from process_executor.used_permissions import Uses

GET = Needed("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:000000000000:table/orders")
PUT = Needed("dynamodb:PutItem", GET.resource)


class UsesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.time = 1000.0
        self.file = io.StringIO()
        self.uses = Uses(self.file, lambda: self.time)

    def written(self) -> list[tuple[int, str, str]]:
        lines = [json.loads(line) for line in self.file.getvalue().splitlines()]
        return [(line["at"], line["role"], line["action"]) for line in lines]

    def test_each_action_of_a_call_is_written(self) -> None:
        self.uses.note("a", [GET, PUT])
        self.assertEqual(self.written(), [(1_000_000, "a", GET.action), (1_000_000, "a", PUT.action)])

    def test_the_same_use_is_written_again_after_five_seconds(self) -> None:
        for seconds in (0, 4.9, 5, 6):
            self.time = 1000.0 + seconds
            self.uses.note("a", [GET])
        self.assertEqual([at for at, _, _ in self.written()], [1_000_000, 1_005_000])

    def test_each_role_counts_for_itself(self) -> None:
        self.uses.note("a", [GET])
        self.uses.note("b", [GET])
        self.assertEqual([role for _, role, _ in self.written()], ["a", "b"])

    def test_a_use_says_its_resource(self) -> None:
        self.uses.note("a", [GET])
        self.assertEqual(json.loads(self.file.getvalue())["resource"], GET.resource)


if __name__ == "__main__":
    unittest.main()
