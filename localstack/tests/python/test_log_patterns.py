"""Filter patterns of CloudWatch Logs.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import unittest

from process_executor.logs.patterns import matcher

LINE = '{"level": "ERROR", "ms": 12, "ok": false, "at": {"code": [404, 500]}}'


class MatcherTest(unittest.TestCase):
    def test_chooses_lines(self) -> None:
        for pattern, message, expected in (
            ("", "anything", True),
            ("ERROR", "an ERROR here", True),
            ("ERROR", "an error here", False),
            ("ERROR timeout", "timeout, then ERROR", True),
            ("ERROR timeout", "ERROR alone", False),
            ("ERROR -timeout", "ERROR by timeout", False),
            ("?ERROR ?WARN", "a WARN", True),
            ("?ERROR ?WARN", "an INFO", False),
            ('"two words"', "here are two words", True),
            ('"two words"', "two other words", False),
            ('{ $.level = "ERROR" }', LINE, True),
            ('{ $.level != "ERROR" }', LINE, False),
            ('{ $.level = "ERR*" }', LINE, True),
            ("{ $.ms > 11 }", LINE, True),
            ("{ $.ms > 12 }", LINE, False),
            ("{ $.ms >= 12 }", LINE, True),
            ("{ $.at.code[1] = 500 }", LINE, True),
            ("{ $.at.code[2] = 500 }", LINE, False),
            ("{ $.missing = 1 }", LINE, False),
            ("{ $.ms = 12 }", "no JSON", False),
        ):
            with self.subTest(pattern=pattern, message=message):
                self.assertEqual(matcher(pattern)(message), expected)

    def test_refuses_what_is_not_understood(self) -> None:
        for pattern in ('"open', "{ $.a = 1 && $.b = 2 }", "{ $.a > red }", "{ a = 1"):
            with self.subTest(pattern=pattern), self.assertRaises(ValueError):
                matcher(pattern)
