"""Every invocation and every message is a metric, which its service writes by a call of the engine to itself. Here it goes
straight to where that call ends: the database of CloudWatch."""

from functools import cache
from typing import Any

from process_executor import engine
from process_executor.source_check import assert_source

_PUBLISHING = "1aea2da767af4b2ddf069880c423306d90f2e22a47b683483654e1f90fac72f4"
_PUT = "2a4343993b1577fa6ccfc8895b5be6f0917ca987b04cdb210a988eb84dbb4cd9"


def apply() -> None:
    """
    :raises LookupError: when services publish their metrics in another way
    """
    home = engine.module("utils.cloudwatch.cloudwatch_util")
    assert_source(home, _PUBLISHING)
    home.connect_to = _Connect(home.connect_to)


class _Connect:
    """Gives the module its client of CloudWatch."""

    def __init__(self, usual: Any) -> None:
        self._usual = usual

    def __call__(self, **options: Any) -> Any:
        account, region = options.get("aws_access_key_id"), options.get("region_name")
        provider = _provider()
        return self._usual(**options) if not (account and region and provider) else _Client(provider, account, region)


class _Client:
    """Of CloudWatch's client what metrics are written with."""

    def __init__(self, provider: Any, account: str, region: str) -> None:
        self.cloudwatch = self
        self._provider = provider
        self._place = (account, region)

    def put_metric_data(self, Namespace: str, MetricData: list[dict[str, Any]]) -> None:  # noqa: N803
        # On the way through a call a value becomes a double.
        data = [{**metric, "Value": float(metric["Value"])} for metric in MetricData]
        self._provider.cloudwatch_database.add_metric_data(*self._place, Namespace, data)


def _provider() -> Any:
    """What answers for CloudWatch, once it runs; None if it keeps metrics in another way."""
    provider = engine.module("services.plugins").SERVICE_PLUGINS.require("cloudwatch")._provider
    kind: Any = type(provider)
    return provider if _is_known(kind) else None


@cache
def _is_known(provider: Any) -> bool:
    try:
        assert_source(provider.put_metric_data, _PUT)
    except (LookupError, AttributeError):
        return False
    return True
