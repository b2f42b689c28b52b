"""Which requests count as changes of what is in the engine."""

import os
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

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
        note = Note(self.file)
        note(None, context, None)
        note.write()
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

    def test_many_changes_are_written_once_and_the_next_again(self) -> None:
        note = Note(self.file)
        context = SimpleNamespace(operation=SimpleNamespace(name="SendMessage"))
        with mock.patch("os.pwrite", side_effect=os.pwrite) as pwrite:
            for _ in range(3):
                note(None, context, None)
            note.write()
            note.write()
            self.assertEqual(pwrite.call_count, 1)
            note(None, context, None)
            note.write()
            self.assertEqual(pwrite.call_count, 2)
