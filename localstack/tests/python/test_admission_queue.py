"""The queue of invocations that wait for an environment."""

import threading
import time
import unittest
from collections.abc import Callable
from unittest import mock

from process_executor import admission_queue, processors
from process_executor.admission_queue import AdmissionQueue


def waits() -> bool:
    return False


def given_up() -> bool:
    return True


class Admission:
    """An invocation in a thread of its own, which stays in its environment until its release is called."""

    def __init__(self, queue: AdmissionQueue, is_abandoned: Callable[[], bool] = waits) -> None:
        self.ended = threading.Event()
        self.release: Callable[[], None] | None = None
        threading.Thread(target=self._run, args=(queue, is_abandoned), daemon=True).start()

    def _run(self, queue: AdmissionQueue, is_abandoned: Callable[[], bool]) -> None:
        self.release = queue.admit(is_abandoned)
        self.ended.set()

    def is_admitted(self, within: float = 5) -> bool:
        return self.ended.wait(within) and self.release is not None


class AdmissionQueueTest(unittest.TestCase):
    def setUp(self) -> None:
        # No test here is about growth unless it says so: a busy machine must not grow a queue meanwhile.
        for name, value in (("_STALLED_AFTER_S", 60.0), ("_GROWTH_INTERVAL_S", 0.01)):
            patcher = mock.patch.object(admission_queue, name, value)
            patcher.start()
            self.addCleanup(patcher.stop)

    def queued(self, queue: AdmissionQueue, is_abandoned: Callable[[], bool] = waits) -> Admission:
        """An invocation that is in the queue, behind those before it."""
        length = len(queue._waiting)
        admission = Admission(queue, is_abandoned)
        deadline = time.monotonic() + 5
        while len(queue._waiting) == length and time.monotonic() < deadline:
            time.sleep(0.001)
        self.assertEqual(len(queue._waiting), length + 1)
        return admission

    def test_admits_up_to_its_limit_at_once(self) -> None:
        queue = AdmissionQueue(2)
        self.assertTrue(Admission(queue).is_admitted())
        self.assertTrue(Admission(queue).is_admitted())
        self.assertFalse(self.queued(queue).is_admitted(within=0.05))

    def test_admits_the_first_in_the_queue_when_one_is_over(self) -> None:
        queue = AdmissionQueue(1)
        release = queue.admit(waits)
        first, second = self.queued(queue), self.queued(queue)
        assert release
        release()
        self.assertTrue(first.is_admitted())
        self.assertFalse(second.is_admitted(within=0.05))
        assert first.release
        first.release()
        self.assertTrue(second.is_admitted())

    def test_drops_an_invocation_whose_caller_has_given_up(self) -> None:
        queue = AdmissionQueue(1)
        release = queue.admit(waits)
        dropped, next_one = self.queued(queue, given_up), self.queued(queue)
        assert release
        release()
        self.assertTrue(next_one.is_admitted())
        self.assertTrue(dropped.ended.wait(5))
        self.assertIsNone(dropped.release)

    def test_has_the_place_again_when_everybody_has_given_up(self) -> None:
        queue = AdmissionQueue(1)
        release = queue.admit(waits)
        self.queued(queue, given_up)
        assert release
        release()
        self.assertTrue(Admission(queue).is_admitted())

    def test_admits_one_more_when_it_stands_still(self) -> None:
        queue = AdmissionQueue(1)
        queue.admit(waits)
        with (
            mock.patch.object(admission_queue, "_STALLED_AFTER_S", 0.05),
            mock.patch.object(processors, "are_free", return_value=False),
        ):
            self.assertTrue(Admission(queue).is_admitted())

    def test_falls_back_to_its_limit_after_it_has_grown(self) -> None:
        queue = AdmissionQueue(1)
        release = queue.admit(waits)
        with mock.patch.object(admission_queue, "_STALLED_AFTER_S", 0.05):
            extra = Admission(queue)
            self.assertTrue(extra.is_admitted())
        waiting = self.queued(queue)
        assert extra.release
        extra.release()
        self.assertFalse(waiting.is_admitted(within=0.05))
        assert release
        release()
        self.assertTrue(waiting.is_admitted())
