"""What subscription filters are sent. In the engine the first lines of every new log stream are lost, to readers too,
because the stream of a group with filters cannot be made; a function that fails is not tried again, and holds up the log
that it reads; two lines can have the same id; and one of two filters cannot be changed.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
"""

import inspect
import itertools
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from process_executor import engine
from process_executor.logs.delivery import send
from process_executor.source_check import assert_source

#: Of what is patched: how streams are made, in the engine and in moto, and how lines are put into them.
_CREATE = "678113592475c26b312c55e07890db476e08a93699f402835b1c99a111627805"
_PUT = {
    "localemu": "79f74c005b9bc28ed8b5d23fae7e373f84d0df6fc9c4fb1d44ee4c42ca27f5d2",
    "localstack": "16317b7e99ec7c132a788ff6c71d3da71e21659fede906550c7a554fea14a740",
}
_EVENT = "bb6367725c297f27300637939a69a9d99fd6d05e0c2dd5798b5ac4a950508459"
_FILTER = "45d68391814f680636aa5ac8e9ad8dcefdc68e0ef44774b024c467ccb6592f22"

#: Ids have 56 digits, as on AWS, and rise; an engine that was started later continues above the one before.
_ids = itertools.count(int(f"3{time.time_ns():021d}".ljust(56, "0")))


def patches() -> Iterable[Callable[[], None]]:
    """The patches of subscriptions."""
    return (_make_streams, _number_lines, _change_filters, _deliver)


def _make_streams() -> None:
    """The stream of a group with subscription filters is made without an error."""
    group = import_module("moto.logs.models").LogGroup
    assert_source(engine.module("services.logs.provider").moto_create_log_stream, _CREATE)
    group.create_log_stream = inspect.unwrap(group.create_log_stream)


def _number_lines() -> None:
    """A line has an id of its own, whichever threads write lines at the same time."""
    event = import_module("moto.logs.models").LogEvent
    assert_source(event.__init__, _EVENT)

    def initialize(self: Any, ingestion_time: int, log_event: dict[str, Any]) -> None:
        self.ingestion_time = ingestion_time
        self.timestamp = log_event["timestamp"]
        self.message = log_event["message"]
        self.event_id = next(_ids)

    event.__init__ = initialize


def _change_filters() -> None:
    """A filter of a group that has as many as it may have can be changed."""
    models = import_module("moto.logs.models")
    put = models.LogGroup.put_subscription_filter
    assert_source(put, _FILTER)

    def put_subscription_filter(self: Any, filter_name: str, *parts: Any) -> None:
        if filter_name in self.subscription_filters:
            self.subscription_filters[filter_name].update(*parts)
        else:
            put(self, filter_name, *parts)

    models.LogGroup.put_subscription_filter = put_subscription_filter


def _deliver() -> None:
    """Functions get the lines of their filters asynchronously, so that they are tried again when they fail."""
    models = import_module("moto.logs.models")
    put = models.LogStream.put_log_events
    assert_source(put, _PUT[engine.NAME])

    def put_log_events(self: Any, log_events: list[dict[str, Any]]) -> str:
        self.last_ingestion_time = int(time.time() * 1000)
        self.stored_bytes += sum(len(event["message"]) for event in log_events)
        events = [models.LogEvent(self.last_ingestion_time, event) for event in log_events]
        self.events += events
        self.upload_sequence_token += 1
        for subscription in list(self.log_group.subscription_filters.values()):
            send(self, subscription, events)
        return f"{self.upload_sequence_token:056d}"

    models.LogStream.put_log_events = put_log_events
