"""What survives a long collection of all generations is looked at no more, and nothing else is."""

import gc
import unittest
from unittest import mock

from process_executor.engine_optimizations import garbage_collection


class Frozen(unittest.TestCase):
    def test_is_what_survives_a_long_collection(self) -> None:
        for generation, took, frozen in ((2, 0.06, True), (2, 0.04, False), (1, 0.06, False), (0, 0.06, False)):
            with (
                self.subTest(generation=generation, took=took),
                mock.patch.object(gc, "freeze") as freeze,
                mock.patch("time.thread_time", side_effect=[1.0, 1.0 + took]),
            ):
                watch = garbage_collection._Watch()
                watch("start", {"generation": generation})
                watch("stop", {"generation": generation})
                self.assertEqual(freeze.called, frozen)

    def test_is_what_the_collector_tells_of(self) -> None:
        before = list(gc.callbacks)
        garbage_collection.apply()
        added = gc.callbacks[len(before) :]
        gc.callbacks[:] = before
        self.assertEqual([type(one) for one in added], [garbage_collection._Watch])
