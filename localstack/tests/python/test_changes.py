"""Which requests count as changes of what is in the engine."""

import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

from process_executor.changes import Note

CHANGES = ("StartExecution", "TransactWriteItems", "SendMessage", "DeleteMessage", "Invoke", "PutLogEvents")
READS = ("GetItem", "Query", "DescribeExecution", "ListExecutions", "ReceiveMessage", "ChangeMessageVisibilityBatch")


class NoteTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "changes"

    def noted(self, operation: str | None) -> bool:
        context = SimpleNamespace(operation=operation and SimpleNamespace(name=operation))
        Note(self.file)(None, context, None)
        return self.file.read_bytes() != b""

    def test_changes_are_noted(self) -> None:
        for operation in CHANGES:
            with self.subTest(operation):
                self.assertTrue(self.noted(operation))

    def test_reads_are_not(self) -> None:
        for operation in READS:
            with self.subTest(operation):
                self.assertFalse(self.noted(operation))

    def test_what_is_no_call_of_a_service_is_not(self) -> None:
        self.assertFalse(self.noted(None))
