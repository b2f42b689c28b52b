"""The poller of a function that is updated ends at once, and no event is lost."""

import threading
import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from process_executor import engine
from process_executor.engine_optimizations import function_updates


class FunctionUpdatesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.home = engine.module("services.lambda_.invocation.event_manager")
        patch = mock.patch.object(self.home.Poller, "stop", self.home.Poller.stop)
        patch.start()
        self.addCleanup(patch.stop)
        function_updates.apply()
        self.client = self.home.get_sqs_client(None)
        self.url = self.client.create_queue("a-function")["QueueUrl"]
        self.addCleanup(self.client.delete_queue, self.url)
        self.got: list[str] = []

    def poller(self, got: threading.Event) -> tuple[Any, threading.Thread, threading.Event]:
        """One that waits for a minute for a message; its thread, and what tells that it polls."""
        polls = threading.Event()

        def receive(**params: Any) -> Any:
            polls.set()
            return self.client.receive_message(**{**params, "WaitTimeSeconds": 60})

        function = mock.MagicMock()
        function.function_version.config.timeout = 30
        poller = self.home.Poller(function, self.url)

        def handle(message: Any) -> None:
            self.got.append(message["Body"])
            self.client.delete_message(self.url, message["ReceiptHandle"])
            got.set()

        poller.handle_message = handle
        with mock.patch.object(self.home, "get_sqs_client", return_value=SimpleNamespace(receive_message=receive)):
            thread = threading.Thread(target=poller.run)
            thread.start()
            self.assertTrue(polls.wait(30))
        return poller, thread, polls

    def test_a_poller_ends_at_once_and_the_next_one_gets_each_event_once(self) -> None:
        for event in ("before", "after"):
            got = threading.Event()
            poller, thread, _ = self.poller(got)
            self.client.send_message(self.url, event)
            self.assertTrue(got.wait(30))
            poller.stop()
            thread.join(30)
            self.assertFalse(thread.is_alive())
        self.assertEqual(self.got, ["before", "after"])

    def test_an_event_that_comes_between_two_pollers_is_not_lost(self) -> None:
        poller, thread, _ = self.poller(threading.Event())
        poller.stop()
        thread.join(30)
        self.client.send_message(self.url, "between")
        got = threading.Event()
        poller, thread, _ = self.poller(got)
        self.assertTrue(got.wait(30))
        poller.stop()
        thread.join(30)
        self.assertEqual(self.got, ["between"])


if __name__ == "__main__":
    unittest.main()
