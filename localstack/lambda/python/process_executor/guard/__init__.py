"""Who may talk to the engine: whoever has its key, and everybody to the APIs that are deployed to it.

A web page can make a browser on this machine send requests to loopback, another user of the machine can send them by
himself, and a name that is made to lead to 127.0.0.1 lets a page even read the answers. So every request is looked at
before the engine looks at it.
"""

from process_executor.guard.gateway import apply

__all__ = ["apply"]
