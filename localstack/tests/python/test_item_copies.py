"""Items are copied as without the optimization: alike, and with nothing in common that could be changed."""

import copy
import unittest
from importlib import import_module
from typing import Any

MODULE: Any = import_module("moto.dynamodb.models.dynamo_type")

#: One of each type.
ATTRIBUTES: dict[str, Any] = {
    "pk": {"S": "a"},
    "n": {"N": "1.50"},
    "b": {"B": "AAE="},
    "yes": {"BOOL": True},
    "no": {"NULL": True},
    "ss": {"SS": ["a", "b"]},
    "ns": {"NS": ["1", "2"]},
    "l": {"L": [{"S": "x"}, {"M": {"deep": {"L": [{"N": "1"}]}}}]},
    "m": {"M": {"k": {"S": "v"}, "set": {"SS": ["z"]}}},
}
NAMES = ("DynamoType", "LimitedSizeDict", "Item")


def make() -> Any:
    kind = MODULE.DynamoType
    return MODULE.Item(kind({"S": "a"}), kind({"N": "1"}), ATTRIBUTES)


def parts(thing: Any) -> list[Any]:
    """Everything in an item that can be changed, in one order."""
    if isinstance(thing, dict):
        return [thing, *(part for each in thing.values() for part in parts(each))]
    if isinstance(thing, list):
        return [thing, *(part for each in thing for part in parts(each))]
    return [thing, *parts(vars(thing))] if hasattr(thing, "__dict__") else []


class ItemCopiesTest(unittest.TestCase):
    def setUp(self) -> None:
        from process_executor.engine_optimizations import item_copies

        self.usual = copy.deepcopy(make())
        item_copies.apply()

    def tearDown(self) -> None:
        for name in NAMES:
            del getattr(MODULE, name).__deepcopy__
        del MODULE.Item.__new__

    def test_a_copy_is_alike_and_has_nothing_in_common_with_the_item(self) -> None:
        item = make()
        copied = copy.deepcopy(item)
        self.assertEqual([type(part) for part in parts(copied)], [type(part) for part in parts(self.usual)])
        self.assertEqual(copied, self.usual)
        self.assertEqual(copied.to_json(), self.usual.to_json())
        self.assertEqual(set(vars(copied)), set(vars(self.usual)))
        own = {id(part) for part in parts(item)}
        self.assertGreater(len(own), 30)
        self.assertEqual([part for part in parts(copied) if id(part) in own], [])

    def test_a_copy_grows_no_larger_than_an_item_may(self) -> None:
        copied = copy.deepcopy(make())
        with self.assertRaises(MODULE.ItemSizeTooLarge):
            copied.attrs["large"] = MODULE.DynamoType({"S": "x" * 410_000})

    def test_no_item_is_kept(self) -> None:
        before = len(MODULE.Item.instances_tracked)
        copy.deepcopy(make())
        self.assertEqual(len(MODULE.Item.instances_tracked), before)


if __name__ == "__main__":
    unittest.main()
