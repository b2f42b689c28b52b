"""The command line of a function's process."""

import os
import unittest
from pathlib import Path
from unittest import mock

from process_executor import runtime
from process_executor.settings import settings


class CommandTest(unittest.TestCase):
    def command(self, **environment: str) -> list[str]:
        settings.cache_clear()
        self.addCleanup(settings.cache_clear)
        with (
            mock.patch.dict(os.environ, {"LAMBDA_PROCESS_NODE": "node", **environment}),
            mock.patch.object(runtime, "_build", return_value=Path("main.mjs")),
        ):
            return runtime.command("nodejs24.x", Path("code"), 1000)

    def test_imports_nothing_before_the_runtime(self) -> None:
        heap = ["--max-old-space-size=900", "--max-semi-space-size=50"]
        self.assertEqual(self.command(), ["node", *heap, "main.mjs"])

    def test_imports_what_the_engine_was_told(self) -> None:
        self.assertEqual(self.command(LAMBDA_PROCESS_IMPORT="/quick.mjs")[-2:], ["--import=/quick.mjs", "main.mjs"])


if __name__ == "__main__":
    unittest.main()
