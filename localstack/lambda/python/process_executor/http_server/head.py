"""The head of a request: its line and its headers (https://www.rfc-editor.org/rfc/rfc9112)."""

import io
import re
from dataclasses import dataclass

#: A head is not longer (bytes). Node, which most clients here are, sends 16 KiB at most.
LIMIT = 64 * 1024
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_LINE = re.compile(rb"(" + _TOKEN + rb") (?:https?://([!-.0->@-~]+))?([/?][!-~]*|\*|) HTTP/([0-9])\.([0-9])")
#: With the spaces around the value: an expression that leaves them out tries each way to divide them, for minutes.
_HEADER = re.compile(rb"(" + _TOKEN + rb"):([\t -~\x80-\xff]*)")
_SPACES = b" \t"


class BadRequestError(Exception):
    """What was sent is no request; the status says why."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Head:
    """What a request says of itself."""

    method: str
    #: As it was sent: not decoded, with the query, without what a proxy would be told before them.
    target: bytes
    #: 1.0 or 1.1.
    version: str
    #: As they were sent, capitals included.
    headers: list[tuple[bytes, bytes]]

    def values(self, name: bytes) -> list[bytes]:
        """Of the headers with that name (in small letters)."""
        return [value for key, value in self.headers if key.lower() == name]

    def tokens(self, name: bytes) -> list[bytes]:
        """The elements of the lists in these headers, in small letters."""
        return [token.strip(_SPACES).lower() for value in self.values(name) for token in value.split(b",")]

    @property
    def wants_to_stay(self) -> bool:
        """Whether the client may send another request on this connection."""
        options = self.tokens(b"connection")
        return b"close" not in options and (self.version != "1.0" or b"keep-alive" in options)

    @property
    def waits_to_go_on(self) -> bool:
        """Whether the client sends its body when it is told that somebody wants it."""
        return self.version != "1.0" and b"100-continue" in self.tokens(b"expect")


def read_head(stream: io.BufferedIOBase) -> Head | None:
    """
    The next request's; None when its client goes away before it is whole.

    :raises BadRequestError: when it is none, or ambiguous
    """
    left = LIMIT
    lines: list[bytes] = []
    while True:
        line = stream.readline(left + 1)
        left -= len(line)
        if left < 0:
            raise BadRequestError("431 Request Header Fields Too Large" if lines else "414 URI Too Long")
        if not line.endswith(b"\n"):
            return None
        line = line.removesuffix(b"\n").removesuffix(b"\r")
        if line:
            lines.append(line)
        elif lines:
            return _head(lines)


def _head(lines: list[bytes]) -> Head:
    first = _LINE.fullmatch(lines[0])
    headers = [_HEADER.fullmatch(line) for line in lines[1:]]
    if not first or not all(headers):
        raise BadRequestError("400 Bad Request")
    method, authority, target, major, minor = first.groups()
    if major != b"1":
        raise BadRequestError("505 HTTP Version Not Supported")
    version = "1.0" if minor == b"0" else "1.1"
    fields = [(header[1], header[2].strip(_SPACES)) for header in headers if header]
    hosts = [name for name, _ in fields if name.lower() == b"host"]
    if len(hosts) > 1 or (version != "1.0" and not hosts):
        raise BadRequestError("400 Bad Request")
    if authority:
        # It counts, and not what the header says: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
        fields = [(b"Host", authority), *(field for field in fields if field[0] not in hosts)]
        target = target if target.startswith(b"/") else b"/" + target
    if not target.startswith(b"/") and target != b"*":
        raise BadRequestError("400 Bad Request")
    return Head(method.decode(), target, version, fields)
