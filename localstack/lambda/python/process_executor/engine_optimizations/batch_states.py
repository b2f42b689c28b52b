"""The states of AWS Batch take one list of names from moto's Batch, and with it all of moto's EC2 and ECS: 1.5 s of processor
time of every start (2 cores, one run). Here the module with that list is loaded without the package around it."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec

_PACKAGE = "moto.batch"
_MODULE = f"{_PACKAGE}.utils"


def apply() -> None:
    """
    :raises LookupError: when there is no such module
    """
    if _MODULE in sys.modules:
        return
    spec = find_spec(_PACKAGE)
    if spec is None:
        raise LookupError(f"there is no {_PACKAGE}")
    sys.modules[_PACKAGE] = module_from_spec(spec)
    try:
        import_module(_MODULE)
    finally:
        # Whoever asks for the package itself loads it.
        del sys.modules[_PACKAGE]
