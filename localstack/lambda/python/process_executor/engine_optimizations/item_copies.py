"""moto copies every item that it gives out, by Python's general way to copy: that makes each dictionary anew, entry by entry,
and with each entry moto measures the whole item. And it keeps every item that was ever made or copied, in a list that
nothing but its own tests reads. Here a copy is a copy of each part, and no item is kept beyond its use."""

from copy import deepcopy
from importlib import import_module
from typing import Any

from process_executor.source_check import assert_source

_SOURCES = {
    "DynamoType": "7f26d78e7dade36b40e60440dcc9b63409bff0f8971847705ce9042312caa5e0",
    "LimitedSizeDict": "c956079ac9554f8b8099aacd30689b0be79fbb20a665a225e3dc0ca79baca2d0",
    "Item": "33bc6ba68e5554732781ff422b1cc5d1ea2280ce12e429eef49e72cb78054027",
}


def apply() -> None:
    """
    :raises LookupError: when items are made of other things
    """
    module = import_module("moto.dynamodb.models.dynamo_type")
    for name, source in _SOURCES.items():
        assert_source(getattr(module, name), source)
    value_type, attributes_type, item_type = (getattr(module, name) for name in _SOURCES)

    def copy_value(value: Any) -> Any:
        kind = type(value)
        if kind in (str, bool, bytes, int, float, type(None)):
            return value
        if kind is value_type:
            copied = object.__new__(value_type)
            copied.type = value.type
            copied.value = copy_value(value.value)
            return copied
        if kind is list:
            return [copy_value(each) for each in value]
        if kind is dict:
            return {key: copy_value(each) for key, each in value.items()}
        return deepcopy(value)

    def copy_attributes(attributes: Any) -> Any:
        copied = dict.__new__(attributes_type)
        # As large as what it is a copy of, which was measured.
        dict.update(copied, {key: copy_value(value) for key, value in attributes.items()})
        return copied

    def copy_item(item: Any) -> Any:
        copied = object.__new__(item_type)
        copied.hash_key = copy_value(item.hash_key)
        copied.range_key = copy_value(item.range_key)
        copied.attrs = copy_attributes(item.attrs)
        return copied

    value_type.__deepcopy__ = lambda value, _: copy_value(value)
    attributes_type.__deepcopy__ = lambda attributes, _: copy_attributes(attributes)
    item_type.__deepcopy__ = lambda item, _: copy_item(item)
    item_type.__new__ = staticmethod(lambda kind, *_, **__: object.__new__(kind))
