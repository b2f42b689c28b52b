"""A process is seen to end, whichever way this Python has to watch it."""

import contextlib
import os
import select
import sys
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from process_executor import process
from process_executor.process import FunctionProcess

#: A way to watch, and what stands in for this Python's own.
WAYS: dict[str, dict[str, Any]] = {
    "its own way": {},
    "a call by its number": {"pidfd_open": process._pidfd_open},
    "a thread": {"pidfd_open": mock.Mock(side_effect=OSError)},
    "a thread that comes too late": {
        "pidfd_open": mock.Mock(side_effect=OSError),
        "waitid": mock.Mock(side_effect=ChildProcessError),
    },
}


class Ends(unittest.TestCase):
    def test_are_seen(self) -> None:
        for what, stand_ins in WAYS.items():
            with self.subTest(what), contextlib.ExitStack() as stack:
                for name, stand_in in stand_ins.items():
                    stack.enter_context(mock.patch.object(os, name, stand_in, create=True))
                watched = FunctionProcess(["sleep", "60"], Path("/"), {"PATH": os.environ["PATH"]}, mock.Mock())
                stack.callback(watched.close)
                if "too late" not in what:
                    self.assertTrue(watched.alive)
                watched.kill()
                poll = select.poll()
                poll.register(watched.death, select.POLLIN)
                self.assertTrue(poll.poll(10_000))
                self.assertFalse(watched.alive)

    @unittest.skipUnless(sys.platform == "linux", "Linux has the call")
    def test_are_seen_without_a_thread_on_linux(self) -> None:
        with mock.patch("threading.Thread", side_effect=AssertionError):
            FunctionProcess(["true"], Path("/"), {"PATH": os.environ["PATH"]}, mock.Mock()).close()
