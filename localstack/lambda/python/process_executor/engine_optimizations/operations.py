"""moto looks through all members of a service's class at each request for the names of its methods, which are constants."""

from functools import cache
from importlib import import_module
from typing import Any

from process_executor.source_check import assert_source

_SOURCE = "9dbac89d082b655fee902c450e69de9dbadf9699ad06411298494984b55138c3"


def apply() -> None:
    """
    :raises LookupError: when the names are found in another way
    """
    responses: Any = import_module("moto.core.responses")
    assert_source(responses.method_names_from_class, _SOURCE)
    responses.method_names_from_class = cache(responses.method_names_from_class)
