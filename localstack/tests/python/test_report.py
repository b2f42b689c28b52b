"""The lines that Lambda writes into a function's log.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
"""

import json
import unittest

from process_executor.report import Measured, Reporter

COLD = Measured(
    duration_ms=10.2,
    memory_mb=128,
    max_memory_mb=64,
    init_ms=100.5,
    status="success",
    error_type=None,
    trace_id="Root=1-5;Parent=7;Sampled=1",
)


class ReporterTest(unittest.TestCase):
    def test_bills_the_init_of_a_cold_start(self) -> None:
        text = Reporter("$LATEST", as_json=False, traced=False).end("id", COLD)
        self.assertEqual(
            text,
            "END RequestId: id\nREPORT RequestId: id\tDuration: 10.20 ms\tBilled Duration: 111 ms\tMemory Size: 128 MB\t"
            "Max Memory Used: 64 MB\tInit Duration: 100.50 ms\n",
        )

    def test_names_the_trace_of_a_function_that_is_traced(self) -> None:
        text = Reporter("$LATEST", as_json=False, traced=True).end("id", COLD)
        self.assertTrue(text.endswith("XRAY TraceId: 1-5\tSegmentId: 7\tSampled: true\n"), text)

    def test_says_the_same_as_json(self) -> None:
        failed = Measured(5, 128, 64, None, "error", "Runtime.ExitError", None)
        event = json.loads(Reporter("$LATEST", as_json=True, traced=True).end("id", failed))
        self.assertEqual(event["type"], "platform.report")
        self.assertEqual(
            event["record"],
            {
                "requestId": "id",
                "metrics": {"durationMs": 5, "billedDurationMs": 5, "memorySizeMB": 128, "maxMemoryUsedMB": 64},
                "status": "error",
                "errorType": "Runtime.ExitError",
            },
        )

    def test_leaves_out_what_went_well_where_only_warnings_are_wanted(self) -> None:
        reporter = Reporter("$LATEST", as_json=True, traced=False, system_level="WARN")
        self.assertEqual(reporter.start("id") + reporter.end("id", COLD), "")
        timed_out = reporter.end("id", Measured(5, 128, 64, None, "timeout", None, None))
        self.assertEqual(json.loads(timed_out)["record"]["status"], "timeout")

    def test_knows_no_levels_in_text(self) -> None:
        reporter = Reporter("$LATEST", as_json=False, traced=False, system_level="WARN")
        self.assertTrue(reporter.start("id").startswith("START"))
