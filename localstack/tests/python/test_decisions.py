"""Decisions that are kept are those that LocalEmu's evaluator makes, whatever becomes of the policies."""

import json
import unittest
from typing import Any

from moto.iam.models import IAMBackend, iam_backends
from process_executor import engine
from process_executor.permissions.callers import Service, as_role, as_service
from process_executor.permissions.decisions import Decisions
from process_executor.permissions.needed import Needed

ACCOUNT = "111122223333"
TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/orders"
READ = Needed("dynamodb:GetItem", TABLE)
WRITE = Needed("dynamodb:PutItem", TABLE)


def allow(action: str, **more: Any) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": TABLE, **more}]}
    )


class DecisionsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.iam: IAMBackend = iam_backends[ACCOUNT]["global"]
        self.iam.reset()
        self.make_role()
        self.decisions = Decisions()
        self.evaluator = engine.module("services.iam_enforcement.evaluator")
        self.evaluations = 0

    def make_role(self) -> None:
        self.role = self.iam.create_role("reader", "{}", "/", None, "", [], 3600)

    def ask(self, wanted: Needed = READ, target: Any = None, caller: Any = None, conditions: Any = None) -> bool:
        """Asks for a decision, twice, and holds it to that of the evaluator."""
        caller, conditions = caller or as_role("reader", ACCOUNT), conditions or {}
        decided = [self.decisions.is_allowed(caller, wanted, conditions, target) for _ in range(2)]
        made = self.evaluator.PolicyEvaluator().evaluate(caller, wanted.action, wanted.resource, conditions, target)
        self.assertEqual(decided, [made == self.evaluator.Decision.ALLOW] * 2)
        return decided[0]

    def test_a_policy_of_the_role_counts_from_when_it_is_put_until_it_is_gone(self) -> None:
        self.assertFalse(self.ask())
        self.iam.put_role_policy("reader", "own", allow("dynamodb:GetItem"))
        self.assertTrue(self.ask())
        self.assertFalse(self.ask(WRITE))
        self.iam.put_role_policy("reader", "own", allow("dynamodb:PutItem"))
        self.assertFalse(self.ask())
        self.assertTrue(self.ask(WRITE))
        self.iam.put_role_policy("reader", "more", allow("dynamodb:Get*"))
        self.assertTrue(self.ask())
        self.iam.delete_role_policy("reader", "more")
        self.assertFalse(self.ask())

    def test_a_managed_policy_counts_by_the_version_that_holds(self) -> None:
        policy = self.iam.create_policy("", "/", allow("dynamodb:GetItem"), "managed", [])
        self.iam.attach_role_policy(policy.arn, "reader")
        self.assertTrue(self.ask())
        self.iam.create_policy_version(policy.arn, allow("dynamodb:PutItem"), "true")
        self.assertFalse(self.ask())
        self.iam.set_default_policy_version(policy.arn, "v1")
        self.assertTrue(self.ask())
        self.iam.detach_role_policy(policy.arn, "reader")
        self.assertFalse(self.ask())

    def test_a_boundary_counts(self) -> None:
        self.iam.put_role_policy("reader", "own", allow("dynamodb:*"))
        self.assertTrue(self.ask(WRITE))
        boundary = self.iam.create_policy("", "/", allow("dynamodb:GetItem"), "boundary", [])
        self.iam.put_role_permissions_boundary("reader", boundary.arn)
        self.assertFalse(self.ask(WRITE))
        self.assertTrue(self.ask())

    def test_a_role_that_is_made_anew_has_nothing_of_the_old_one(self) -> None:
        self.iam.put_role_policy("reader", "own", allow("dynamodb:GetItem"))
        self.assertTrue(self.ask())
        self.iam.delete_role_policy("reader", "own")
        self.iam.delete_role("reader")
        self.assertFalse(self.ask())
        self.make_role()
        self.assertFalse(self.ask())

    def test_conditions_that_a_policy_names_count_each_time(self) -> None:
        keys = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["ORDER#*"]}}
        self.iam.put_role_policy("reader", "own", allow("dynamodb:GetItem", Condition=keys))
        self.assertTrue(self.ask(conditions={"dynamodb:LeadingKeys": ["ORDER#1"]}))
        self.assertFalse(self.ask(conditions={"dynamodb:LeadingKeys": ["USER#1"]}))
        self.assertTrue(self.ask(conditions={"dynamodb:LeadingKeys": ["ORDER#2"]}))
        escaped = allow("dynamodb:GetItem", Condition=keys).replace("dynamodb:L", "\\u0064ynamodb:L")
        self.iam.put_role_policy("reader", "own", escaped)
        self.assertTrue(self.ask(conditions={"dynamodb:LeadingKeys": ["ORDER#1"]}))
        self.assertFalse(self.ask(conditions={"dynamodb:LeadingKeys": ["USER#1"]}))

    def test_the_policy_of_what_is_called_counts_and_who_calls(self) -> None:
        queue = f"arn:aws:sqs:us-east-1:{ACCOUNT}:orders"
        send = Needed("sqs:SendMessage", queue)
        topics = as_service(Service("sns.amazonaws.com", "arn:topic"), ACCOUNT)
        rules = as_service(Service("events.amazonaws.com", "arn:rule"), ACCOUNT)
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": queue,
            "Condition": {"ArnEquals": {"aws:SourceArn": "arn:topic"}},
        }
        policy = {"Statement": [statement]}
        self.assertTrue(self.ask(send, policy, topics, conditions={"aws:SourceArn": "arn:topic"}))
        self.assertFalse(self.ask(send, policy, topics, conditions={"aws:SourceArn": "arn:other"}))
        self.assertFalse(self.ask(send, policy, rules, conditions={"aws:SourceArn": "arn:topic"}))
        self.assertFalse(self.ask(send, {"Statement": []}, topics, conditions={"aws:SourceArn": "arn:topic"}))

    def test_what_was_decided_is_not_decided_again(self) -> None:
        self.iam.put_role_policy("reader", "own", allow("dynamodb:GetItem"))
        self.ask(conditions={"dynamodb:LeadingKeys": ["ORDER#1"]})
        self.decisions._evaluator = None
        caller = as_role("reader", ACCOUNT)
        self.assertTrue(self.decisions.is_allowed(caller, READ, {"dynamodb:LeadingKeys": ["ORDER#2"]}, None))


if __name__ == "__main__":
    unittest.main()
