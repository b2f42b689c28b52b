"""A network of its own for this process and all that it starts: loopback, and nothing else."""

import ctypes
import errno
import fcntl
import os
import socket
import struct
from pathlib import Path

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
SIOCSIFFLAGS = 0x8914
SIOCSIFADDR = 0x8916
SIOCSIFNETMASK = 0x891C
IFF_UP = 0x1

# The kernel borrows a word for a limit (user_namespaces(7)).
REASONS = {errno.ENOSPC: "user.max_user_namespaces or user.max_net_namespaces is used up, or 0"}

_libc = ctypes.CDLL(None, use_errno=True)


def prctl(option: int, value: int) -> None:
    _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0)


def enter_network_namespace() -> None:
    """Leaves the machine's network. Needs no privilege where the kernel lets users make user namespaces.

    The account stays the same inside, so files keep their owner; what is started from here on cannot go back, unless
    it is root's.

    :raises OSError: when the kernel does not allow it, with its reason.
    """
    uid, gid = os.getuid(), os.getgid()
    # Root needs no user namespace, which may be forbidden (user.max_user_namespaces=0).
    if uid == 0 and _unshare(CLONE_NEWNET) == 0:
        return
    code = _unshare(CLONE_NEWUSER | CLONE_NEWNET)
    if code != 0:
        raise OSError(code, f"unshare: {REASONS.get(code) or os.strerror(code)}")
    # Without this the kernel lets no unprivileged process map a group (user_namespaces(7)).
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")


def raise_loopback(host: str) -> None:
    """Brings up loopback, with the address of the engine on it if that is another than loopback's own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))
        if ":" not in host and not host.startswith("127."):
            _set_address(control, SIOCSIFADDR, host)
            _set_address(control, SIOCSIFNETMASK, "255.255.255.255")
    if ":" in host and host != "::1":
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as control:
            address = socket.inet_pton(socket.AF_INET6, host)
            fcntl.ioctl(control, SIOCSIFADDR, struct.pack("16sIi", address, 128, socket.if_nametoindex("lo")))


def _set_address(control: socket.socket, request: int, address: str) -> None:
    fcntl.ioctl(control, request, struct.pack("16sH2x4s8x", b"lo:1", socket.AF_INET, socket.inet_aton(address)))


def _unshare(flags: int) -> int:
    return 0 if _libc.unshare(flags) == 0 else ctypes.get_errno() or errno.EPERM


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="ascii")
