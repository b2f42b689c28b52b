"""A function that is updated gets a new poller of its asynchronous invocations, after the old one has ended: when the poll
that is under way is over, up to two seconds later, and one function after the other. Here that poll ends at once. It finds a
message that was deleted, and so takes none, as when a message is deleted by an old receipt."""

import time
from typing import Any

from process_executor import engine
from process_executor.poller_wakeup import run_after
from process_executor.source_check import assert_source

_RUN = "5a5607c08c626c897440f8a1fc1b2b4fae954ec0b4bbbfc1a2d0c360766748e6"
_STOP = "4ca9f9d3d3a842fe885cb3d07b68a34c80a399a4c8d04aece3f72b9339fa97fe"
_RECEIVE = "99e0321c768afb65a9242c9346f65d88d300ec86c6e1d8c245ec16da7918e0aa"


def apply() -> None:
    """
    :raises LookupError: when asynchronous invocations are polled in another way
    """
    home = engine.module("services.lambda_.invocation.event_manager")
    queues = engine.module("services.sqs.models")
    assert_source(home.Poller.run, _RUN)
    assert_source(home.Poller.stop, _STOP)
    assert_source(queues.StandardQueue.receive, _RECEIVE)

    def end_poll(self: Any) -> None:
        queue = home.get_sqs_client(self.version_manager.function_version).queue_manager.queues.get(
            self.event_queue_url
        )
        if queue is not None:
            nothing = queues.SqsMessage(time.time(), {})
            nothing.deleted = True
            queue.visible.put_nowait(nothing)

    run_after(home.Poller, "stop", end_poll)
