"""What Lambda writes into a trace: a segment for the service, which has the request, and one for the function.

https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
"""

import time
from dataclasses import dataclass, field

from process_executor.tracing.documents import write
from process_executor.tracing.header import TraceHeader, new_segment_id, read_or_begin
from process_executor.tracing.store import Document, Owner, store


@dataclass
class FunctionTrace:
    """One invocation's part of a trace."""

    incoming: TraceHeader
    function_arn: str
    request_id: str
    #: Whether segments are written: the function's own tracing is on, and the request is sampled.
    written: bool
    #: What the function gets; what it sends is below this parent.
    header: TraceHeader
    service_id: str = field(default_factory=new_segment_id)
    function_id: str = field(default_factory=new_segment_id)
    began: float = field(default_factory=time.time)

    def end(self, init_ms: float | None, error_type: str | None) -> None:
        """Writes the segments of an invocation that is over.

        :param init_ms: how long the init phase of a cold start took, before the invocation
        :param error_type: of what the function threw, or of its end
        """
        if not self.written:
            return
        now = time.time()
        owner = _owner(self.function_arn)
        name = self.function_arn.split(":")[6]
        trace_id = self.incoming.root
        flags: Document = {"fault": True} if error_type else {}
        cause = {"cause": {"exceptions": [{"id": new_segment_id(), "type": error_type}]}} if error_type else {}
        began = self.began - (init_ms or 0) / 1000
        aws = {"request_id": self.request_id, "account_id": owner[0], "function_arn": self.function_arn}
        service: Document = {
            "id": self.service_id,
            "trace_id": trace_id,
            "name": name,
            "origin": "AWS::Lambda",
            "start_time": began,
            "end_time": now,
            "http": {"response": {"status": 200}},
            "aws": {"request_id": self.request_id},
            "resource_arn": self.function_arn,
            **flags,
        }
        if self.incoming.parent:
            service["parent_id"] = self.incoming.parent
        phases = [{"id": self.header.parent, "name": "Invocation", "start_time": self.began, "end_time": now, **flags}]
        if init_ms is not None:
            init = {"id": new_segment_id(), "name": "Initialization", "start_time": began, "end_time": self.began}
            phases.insert(0, init)
        function = {
            "id": self.function_id,
            "trace_id": trace_id,
            "parent_id": self.service_id,
            "name": name,
            "origin": "AWS::Lambda::Function",
            "start_time": began,
            "end_time": now,
            "aws": aws,
            "resource_arn": self.function_arn,
            "subsegments": phases,
            **flags,
            **cause,
        }
        for document in (service, function):
            write(document, owner)


def begin(header: str | None, function_arn: str, request_id: str, active: bool) -> FunctionTrace:
    """What an invocation is to do about tracing. Where the caller leaves it to Lambda, every request to a function whose
    tracing is on is recorded, where AWS takes one a second and a twentieth of the rest."""
    incoming = read_or_begin(header)
    sampled = active if incoming.sampled is None else incoming.sampled
    written = active and sampled
    if sampled:
        store.expect(incoming.root, _owner(function_arn))
    # Without segments of its own a function is as if it were not there: what it sends is below its caller's.
    parent = new_segment_id() if written else incoming.parent or new_segment_id()
    return FunctionTrace(incoming, function_arn, request_id, written, incoming.below(parent, sampled))


def _owner(function_arn: str) -> Owner:
    """Account and region."""
    _, _, _, region, account, *_ = function_arn.split(":")
    return account, region
