"""LocalEmu records every management call for CloudTrail and starts a timer thread for each, to forward it to
EventBridge a minute later: after a deployment of the shop more than 2,000 threads at once, which hold up everything for
minutes. Nothing here reads that record."""

from process_executor import engine

_HOME = "services.cloudtrail.recording_hook"


def apply() -> None:
    """
    :raises LookupError: when the recorder is registered in another way
    """
    hook = engine.module(_HOME)
    if not callable(hook.register_recording_hook) or not callable(hook.unregister_recording_hook):
        raise LookupError(f"{_HOME} registers the recorder in another way")
    # Whoever registers it imports the name at that moment, before or after this.
    hook.register_recording_hook = lambda: None
    hook.unregister_recording_hook()
