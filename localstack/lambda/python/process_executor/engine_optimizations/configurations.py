"""The engine keeps the AWS clients that it calls itself with, but finds one again only by the identity of its
configuration, and it merges a new configuration for every call that names one (each Lambda metric, each S3 call). So
these clients are built again every time, and push the others out of the cache. Equal merges give one object here."""

from typing import Any

from botocore.config import Config

from process_executor import engine


def apply() -> None:
    """
    :raises AttributeError: when the factory keeps its configuration elsewhere
    """
    factory = engine.module("aws.connect").connect_to
    factory._config = _Remembering(factory._config)


class _Remembering(Config):
    """A configuration that answers equal merges with the same object."""

    def __init__(self, plain: Config) -> None:
        super().__init__(**plain._user_provided_options)
        self._merged: dict[str, _Remembering] = {}

    def merge(self, other_config: Config) -> Any:
        key = repr(sorted(other_config._user_provided_options.items(), key=lambda option: option[0]))
        if key not in self._merged:
            self._merged[key] = _Remembering(super().merge(other_config))
        return self._merged[key]
