"""The one place through which every invocation of every environment passes, after the engine has counted it."""

from process_executor.environment import Environment
from process_executor.faults import gate
from process_executor.invocation import Invocation, Result


def perform(environment: Environment, invocation: Invocation) -> Result:
    """Hands an invocation to an environment, with what is to happen to its process on purpose."""
    planned = gate.for_environment(invocation.request_id)
    return environment.invoke(invocation, planned.fault.kind if planned else None)
