"""Runs each Lambda execution environment as an operating system process, inside LocalEmu or LocalStack.

Putting the folder above on PYTHONPATH is the whole installation; LAMBDA_RUNTIME_EXECUTOR=process selects it.

From the engine inwards: plugin (what the engine finds) -> executor (what the engine calls) -> environment (one
execution environment: init, invoke, reset) -> process and runtime_api (the two things that it is made of).
"""
