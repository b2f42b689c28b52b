"""moto copies the syntax tree of an update expression deeply before it puts the item's values into it. Only an update that
makes its item uses the tree twice: first with an item without attributes, then with the one that was made."""

from copy import deepcopy
from importlib import import_module
from typing import Any

from process_executor.source_check import assert_source

_SOURCE = "9489b532dd0fb359e273711c1a67971f1b73af47ddbaa91868e9cc42a26ddbb3"


def apply() -> None:
    """
    :raises LookupError: when expressions are validated in another way
    """
    validator = import_module("moto.dynamodb.parsing.validators").Validator
    assert_source(validator.__init__, _SOURCE)
    validator.__init__ = _init


def _init(
    self: Any,
    expression: Any,
    expression_attribute_names: Any,
    expression_attribute_values: Any,
    item: Any,
    table: Any,
) -> None:
    self.expression_attribute_names = expression_attribute_names
    self.expression_attribute_values = expression_attribute_values
    self.item = item
    self.table = table
    self.processors = self.get_ast_processors()
    self.node_to_validate = expression if item.attrs else deepcopy(expression)
