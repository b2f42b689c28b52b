"""Random bytes come from the kernel, in the lengths that are asked for, and none comes twice."""

import os
import random
import unittest
import uuid
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from process_executor.engine_optimizations import random_bytes


class RandomBytesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.asked: list[int] = []
        kernel = os.urandom

        def urandom(size: int) -> bytes:
            self.asked.append(size)
            return kernel(size)

        for thing, name in ((os, "urandom"), (random, "_urandom")):
            patch = mock.patch.object(thing, name, urandom)
            patch.start()
            self.addCleanup(patch.stop)
        random_bytes.apply()

    def test_each_length_is_as_asked_for(self) -> None:
        for size in (0, 1, 12, 16, 17, 4096):
            with self.subTest(size):
                self.assertEqual(len(os.urandom(size)), size)
        with self.assertRaises(ValueError):
            os.urandom(-1)

    def test_ids_differ_also_among_threads(self) -> None:
        with ThreadPoolExecutor(8) as threads:
            ids = list(threads.map(lambda _: uuid.uuid4(), range(20_000)))
        self.assertEqual(len(set(ids)), len(ids))
        self.assertEqual({one.version for one in ids}, {4})

    def test_many_are_asked_for_at_once(self) -> None:
        for _ in range(100):
            random.SystemRandom().randbytes(12)
        self.assertEqual(self.asked, [4096])

    def test_a_forked_process_hands_out_others(self) -> None:
        os.urandom(16)
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            os.write(writer, os.urandom(16))
            os._exit(0)
        os.waitpid(child, 0)
        self.assertNotEqual(os.read(reader, 16), os.urandom(16))


if __name__ == "__main__":
    unittest.main()
