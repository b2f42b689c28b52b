"""The one place through which every invocation of every environment passes, after the engine has counted it."""

from process_executor.environment import Environment
from process_executor.invocation import Invocation, Result


def perform(environment: Environment, invocation: Invocation) -> Result:
    """Hands an invocation to an environment. What is to happen to invocations on purpose belongs here."""
    return environment.invoke(invocation)
