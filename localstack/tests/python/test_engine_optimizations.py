import os
import unittest
from types import ModuleType
from unittest.mock import patch

from process_executor import engine, engine_optimizations


class ChosenOptimizations(unittest.TestCase):
    """Which optimizations are made, by what LAMBDA_PROCESS_SPEED names."""

    CASES: tuple[tuple[str | None, list[str]], ...] = (
        (None, ["one", "two"]),
        ("two", ["two"]),
        ("two,one", ["one", "two"]),
        ("0", []),
        ("", []),
        ("twofold", []),
    )

    def test_are_those_that_are_named(self) -> None:
        for named, expected in self.CASES:
            with self.subTest(named=named):
                made: list[str] = []
                changes = tuple(self.change(name, made) for name in ("one", "two"))
                environment = {} if named is None else {"LAMBDA_PROCESS_SPEED": named}
                with patch.dict(os.environ, environment), patch.object(engine, "released", return_value=True):
                    if named is None:
                        os.environ.pop("LAMBDA_PROCESS_SPEED", None)
                    self.assertEqual(engine_optimizations._apply(changes), expected)
                self.assertEqual(made, expected)

    @staticmethod
    def change(name: str, made: list[str]) -> ModuleType:
        module = ModuleType(f"process_executor.engine_optimizations.{name}")
        module.apply = lambda: made.append(name)  # type: ignore[attr-defined]
        return module


if __name__ == "__main__":
    unittest.main()
