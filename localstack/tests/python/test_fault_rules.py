"""Which invocations a plan of faults is for, and what is no plan."""

import unittest
from typing import Any

from process_executor.faults import plans
from process_executor.faults.rules import BadPlan, Rule, parse


def rule(**fields: Any) -> Rule:
    return parse({"rules": [{"function": "pay", "fault": "throttle", **fields}]})[0]


def met(one: Rule, count: int, function: str = "shop-local-pay", payload: bytes = b"{}") -> list[int]:
    """Which of so many invocations met the fault, from 1."""
    return [number for number in range(1, count + 1) if one.decide(function, payload)]


class RuleTest(unittest.TestCase):
    def test_meets_the_first_invocation_unless_it_says_otherwise(self) -> None:
        self.assertEqual(met(rule(), 4), [1])

    def test_counts_from_the_nth(self) -> None:
        self.assertEqual(met(rule(nth=2, times=2), 5), [2, 3])
        self.assertEqual(met(rule(nth=3, times="always"), 5), [3, 4, 5])

    def test_is_for_a_name_its_end_or_a_pattern(self) -> None:
        for wanted, name, expected in (
            ("pay", "pay", True),
            ("pay", "shop-local-pay", True),
            ("shop-*", "shop-local-pay", True),
            ("pay", "shop-local-repay", False),
            ("ay", "shop-local-pay", False),
        ):
            with self.subTest(wanted=wanted, name=name):
                self.assertEqual(met(rule(function=wanted), 1, name) == [1], expected)

    def test_counts_only_payloads_with_its_text(self) -> None:
        one = rule(match="customer-7", nth=2)
        self.assertEqual(met(one, 3, payload=b'{"id": "customer-8"}'), [])
        self.assertEqual(met(one, 3, payload=b'{"id": "customer-7"}'), [2])

    def test_meets_the_same_share_in_every_run(self) -> None:
        once, again = (met(rule(share=0.3, seed=7), 1000) for _ in range(2))
        self.assertEqual(once, again)
        self.assertAlmostEqual(len(once) / 1000, 0.3, delta=0.05)
        self.assertNotEqual(once, met(rule(share=0.3, seed=8), 1000))

    def test_draws_from_several_faults(self) -> None:
        one = rule(share=1, seed=1, fault=["throttle", "kill-before"])
        kinds = {fault.kind for _ in range(50) if (fault := one.decide("pay", b""))}
        self.assertEqual(kinds, {"throttle", "kill-before"})


class PlansTest(unittest.TestCase):
    def setUp(self) -> None:
        plans.remove()
        self.addCleanup(plans.remove)

    def test_an_invocation_counts_for_the_rule_that_has_it_alone(self) -> None:
        document = {"rules": [{"function": "pay", "fault": "throttle"}, {"function": "pay", "fault": "kill-before"}]}
        plans.put("both", parse(document), document)
        kinds = [applied.fault.kind for _ in range(3) if (applied := plans.decide("pay", b"", "id"))]
        self.assertEqual(kinds, ["throttle", "kill-before"])

    def test_a_plan_that_is_put_again_counts_anew(self) -> None:
        document = {"rules": [{"function": "pay", "fault": "throttle"}]}
        for _ in range(2):
            plans.put("one", parse(document), document)
            self.assertIsNotNone(plans.decide("pay", b"", "id"))
            self.assertIsNone(plans.decide("pay", b"", "id"))
        self.assertEqual(len(plans.told("one")["applied"]), 1)


class ParseTest(unittest.TestCase):
    def test_names_what_is_wrong(self) -> None:
        for fields, problem in (
            ({"colour": "red"}, "there is no field colour"),
            ({"function": ""}, "function is the name of a function, its end or a pattern"),
            ({"match": 7}, "match is a text"),
            ({"nth": 0}, "nth is a whole number from 1"),
            ({"nth": True}, "nth is a whole number from 1"),
            ({"nth": "always"}, "nth is a whole number from 1"),
            ({"times": 1.5}, "times is a whole number from 1 or always"),
            ({"share": 2, "seed": 1}, "share is a number above 0, up to 1"),
            ({"share": 0.5}, "a share has a seed, a whole number from 0"),
            ({"share": 0.5, "seed": 1, "nth": 1}, "a share goes without nth and times"),
            ({"seed": 1}, "a seed goes with a share"),
            ({"fault": "explode"}, "not explode"),
            ({"fault": ["throttle"]}, "several faults go with a share"),
            ({"fault": "delay"}, "delay needs ms"),
            ({"ms": 5}, "throttle takes no ms"),
            ({"fault": "delay", "ms": 900_001}, "ms is a whole number from 0 to 900000"),
        ):
            with self.subTest(fields=fields), self.assertRaises(BadPlan) as refused:
                rule(**fields)
            self.assertEqual(len(refused.exception.problems), 1, refused.exception.problems)
            self.assertIn(problem, refused.exception.problems[0])

    def test_names_every_problem_with_its_rule(self) -> None:
        with self.assertRaises(BadPlan) as refused:
            parse({"rules": [{"function": "pay", "fault": "throttle"}, {"function": 1, "fault": "explode"}, 7]})
        self.assertEqual([text[:8] for text in refused.exception.problems], ["rules[1]", "rules[1]", "rules[2]"])

    def test_a_plan_is_an_object_with_rules(self) -> None:
        documents: tuple[object, ...] = (None, [], {}, {"rules": []}, {"rules": [{}], "more": 1})
        for document in documents:
            with self.subTest(document=document), self.assertRaises(BadPlan):
                parse(document)
