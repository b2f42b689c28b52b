"""What a call takes: https://docs.aws.amazon.com/service-authorization/latest/reference/"""

import unittest

from process_executor.permissions.needed import Needed, Place, needed

PLACE = Place("us-east-1", "000000000000")
TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/orders"
STREAM = f"{TABLE}/stream/1"


def wanted(service: str, operation: str, **params: object) -> list[tuple[str, str]] | None:
    found = needed(service, operation, dict(params), PLACE)
    return None if found is None else [(each.action, each.resource) for each in found]


class Needs(unittest.TestCase):
    def test_of_a_transaction_each_item_takes_its_own_action(self) -> None:
        items = [{"Put": {"TableName": "orders"}}, {"ConditionCheck": {"TableName": "stock"}}]
        self.assertEqual(
            wanted("dynamodb", "TransactWriteItems", TransactItems=items),
            [("dynamodb:PutItem", TABLE), ("dynamodb:ConditionCheckItem", TABLE.replace("orders", "stock"))],
        )

    def test_of_a_batch_each_table_counts(self) -> None:
        self.assertEqual(
            wanted("dynamodb", "BatchGetItem", RequestItems={"orders": {}, TABLE.replace("orders", "stock"): {}}),
            [("dynamodb:BatchGetItem", TABLE), ("dynamodb:BatchGetItem", TABLE.replace("orders", "stock"))],
        )

    def test_an_index_and_a_stream_are_resources_of_their_own(self) -> None:
        self.assertEqual(
            wanted("dynamodb", "Query", TableName="orders", IndexName="Waiting"),
            [("dynamodb:Query", f"{TABLE}/index/Waiting")],
        )
        self.assertEqual(
            wanted("dynamodbstreams", "GetRecords", ShardIterator=f"{STREAM}|1|AAA"), [("dynamodb:GetRecords", STREAM)]
        )

    def test_others(self) -> None:
        arn = "arn:aws:{}:us-east-1:000000000000:{}"
        execution = arn.format("states", "execution:saga:1")
        cases: list[tuple[str, str, dict[str, object], list[tuple[str, str]]]] = [
            (
                "lambda",
                "Invoke",
                {"FunctionName": "f"},
                [("lambda:InvokeFunction", arn.format("lambda", "function:f"))],
            ),
            (
                "lambda",
                "Invoke",
                {"FunctionName": "f", "Qualifier": "live"},
                [("lambda:InvokeFunction", arn.format("lambda", "function:f:live"))],
            ),
            (
                "sqs",
                "DeleteMessageBatch",
                {"QueueUrl": "http://127.0.0.1:4566/000000000000/q"},
                [("sqs:DeleteMessage", arn.format("sqs", "q"))],
            ),
            ("sns", "PublishBatch", {"TopicArn": arn.format("sns", "t")}, [("sns:Publish", arn.format("sns", "t"))]),
            (
                "stepfunctions",
                "DescribeExecution",
                {"executionArn": execution},
                [("states:DescribeExecution", execution)],
            ),
            (
                "ssm",
                "GetParameters",
                {"Names": ["/a/b", "c"]},
                [
                    ("ssm:GetParameters", arn.format("ssm", "parameter/a/b")),
                    ("ssm:GetParameters", arn.format("ssm", "parameter/c")),
                ],
            ),
            (
                "ses",
                "SendRawEmail",
                {"Source": "shop@x.test", "ConfigurationSetName": "mail"},
                [
                    ("ses:SendRawEmail", arn.format("ses", "identity/shop@x.test")),
                    ("ses:SendRawEmail", arn.format("ses", "configuration-set/mail")),
                ],
            ),
            (
                "logs",
                "PutLogEvents",
                {"logGroupName": "/aws/lambda/f", "logStreamName": "s"},
                [("logs:PutLogEvents", arn.format("logs", "log-group:/aws/lambda/f:log-stream:s"))],
            ),
            ("xray", "PutTraceSegments", {}, [("xray:PutTraceSegments", "*")]),
        ]
        for service, operation, params, expected in cases:
            with self.subTest(service=service, operation=operation):
                self.assertEqual(wanted(service, operation, **params), expected)

    def test_a_service_that_is_not_known_is_not_judged(self) -> None:
        self.assertIsNone(wanted("kinesis", "PutRecord"))

    def test_needed_is_compared_by_what_it_says(self) -> None:
        self.assertEqual(Needed("a", "b"), Needed("a", "b"))


if __name__ == "__main__":
    unittest.main()
