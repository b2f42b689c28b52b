"""How much memory a process is said to take."""

import subprocess
import sys
import unittest
from pathlib import Path

from process_executor.memory import Memory

#: Takes 64 MB, gives most of it back, and says when.
PROGRAM = """
import sys
held = b"x" * (64 << 20)
print("held", flush=True); sys.stdin.readline()
del held
print("given back", flush=True); sys.stdin.readline()
"""


@unittest.skipUnless(Path("/proc/self/status").exists(), "there is no /proc")
class MemoryTest(unittest.TestCase):
    def setUp(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self.memory = Memory(self.process.pid)
        self.addCleanup(self.memory.close)
        self.addCleanup(self.process.communicate)

    def step(self) -> None:
        assert self.process.stdin
        self.process.stdin.write(b"\n")

    def hear(self, text: bytes) -> None:
        assert self.process.stdout
        self.assertEqual(self.process.stdout.readline().strip(), text)

    def test_the_peak_stays_and_what_it_takes_now_falls(self) -> None:
        self.hear(b"held")
        self.assertGreater(self.memory.own_mb(), 63)
        self.step()
        self.hear(b"given back")
        self.assertLess(self.memory.own_mb(), 63)
        self.assertGreater(self.memory.peak_mb(), 63)

    def test_a_process_that_is_gone_takes_nothing(self) -> None:
        self.process.kill()
        self.process.wait()
        self.assertEqual((self.memory.peak_mb(), self.memory.own_mb()), (0, 0))
        self.memory.close()
        self.memory.close()
        self.assertEqual(self.memory.own_mb(), 0)


if __name__ == "__main__":
    unittest.main()
