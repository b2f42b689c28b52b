"""Metrics of services are in the database as without the optimization."""

import unittest
from copy import deepcopy
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

from process_executor import engine
from process_executor.engine_optimizations import service_metrics


class ServiceMetricsTest(unittest.TestCase):
    def test_the_database_gets_what_a_call_would_bring(self) -> None:
        home = engine.module("utils.cloudwatch.cloudwatch_util")
        provider = engine.module("services.cloudwatch.provider_v2").CloudwatchProvider
        plugins = engine.module("services.plugins").SERVICE_PLUGINS
        written: list[tuple[Any, ...]] = []
        database = SimpleNamespace(add_metric_data=lambda *args: written.append(args))
        one = provider.__new__(provider)
        one.cloudwatch_database = database
        asked: list[dict[str, Any]] = []
        client = SimpleNamespace(put_metric_data=lambda **params: asked.append(deepcopy(params)))
        usual = mock.Mock(return_value=SimpleNamespace(cloudwatch=client))
        place = {"account_id": "111122223333", "region": "eu-west-1"}
        now = datetime(2026, 11, 27, tzinfo=UTC)

        def publish() -> None:
            home.publish_sqs_metric(**place, queue_name="q", metric="NumberOfMessagesSent", value=2)
            home.publish_sqs_metric_batch(**place, sqs_metric_batch_data=[{"MetricName": "Age", "QueueName": "q"}])
            home.publish_lambda_metric("Errors", 1, {"func_name": "f"}, place["account_id"], place["region"])

        with (
            mock.patch.object(home, "connect_to", usual),
            mock.patch.object(home, "is_api_enabled", return_value=True),
            mock.patch.object(home, "datetime", SimpleNamespace(utcnow=lambda: now)),
            mock.patch.object(plugins, "require", return_value=SimpleNamespace(_provider=one)),
        ):
            publish()
            service_metrics.apply()
            publish()
            home.publish_lambda_metric("Errors", 1, {"func_name": "f"})
        self.assertEqual(len(asked), 4, "without an account the client finds one")
        self.assertEqual(
            written,
            [
                (
                    *place.values(),
                    params["Namespace"],
                    [{**metric, "Value": float(metric["Value"])} for metric in params["MetricData"]],
                )
                for params in asked[:3]
            ],
        )


if __name__ == "__main__":
    unittest.main()
