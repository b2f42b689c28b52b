"""Where a request comes from, by what a browser says of it: https://www.w3.org/TR/fetch-metadata/

A page can choose neither Host nor Origin nor Sec-Fetch-Site; whoever can choose them is no page. A request without Origin
may well be a page's (an image without a referrer), so nothing is let in for the lack of one.
"""

from typing import Any
from urllib.parse import urlsplit

#: What this machine calls itself. A name that somebody else gives an address to may lead anywhere.
_NAMES = ("127.0.0.1", "localhost", "[::1]")
#: A request that no page caused, or one of a page of the engine's own.
_SITES = ("none", "same-origin")


def is_named(request: Any, port: int) -> bool:
    """Whether it was sent to this machine by name; a page that was rebound to it sends the name that it was loaded by.

    A request line can have a whole address in it, which goes before Host: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
    """
    own = {f"{name}:{port}" for name in _NAMES}
    hosts = request.headers.getlist("Host")
    return len(hosts) == 1 and hosts[0].strip().lower() in own and _authority(request) in {None, *own}


def _authority(request: Any) -> str | None:
    """Of the address in the request line; None if only a path is there, as a browser sends it."""
    target = getattr(request, "environ", {}).get("RAW_URI", "")
    if target == "" or target.startswith("/"):
        return None
    try:
        return urlsplit(target).netloc.lower()
    except ValueError:
        return ""


def is_foreign(request: Any, port: int) -> bool:
    """Whether a page of another origin made it."""
    sites = request.headers.getlist("Sec-Fetch-Site")
    origins = request.headers.getlist("Origin")
    own = {f"{scheme}://{name}:{port}" for scheme in ("http", "https") for name in _NAMES}
    return any(site.strip().lower() not in _SITES for site in sites) or any(
        origin.strip().lower() not in own for origin in origins
    )
