"""Runs a command in a network of its own, in which one server of this machine's network can be reached.

    python <this folder> <host> <port> <command> [<argument>...]

Two processes: the child leaves the network and becomes the command; the parent stays and carries connections. Nothing
of it can be found in the file system, and nothing listens outside. On descriptor 3 it says "isolated", or why it could
not be done; then the command was not run.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

from namespace import (
    PR_SET_CHILD_SUBREAPER,
    PR_SET_PDEATHSIG,
    enter_network_namespace,
    prctl,
    raise_loopback,
)
from relay import serve

STATUS = 3
PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
# How long what the command left running may take to end by itself (s).
GRACE = 5


def main(host: str, port: int, command: list[str]) -> None:
    os.set_inheritable(STATUS, False)
    # Who started this may be killed: then the command is told to end, as by a person.
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    signal.pthread_sigmask(signal.SIG_BLOCK, (*PASSED_ON, signal.SIGCHLD))
    here, there = socket.socketpair()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        here.close()
        become(command, host, port, there, parent)
    there.close()
    try:
        _, listeners, _, _ = socket.recv_fds(here, 1, 1)
        if listeners:
            serve(socket.socket(fileno=listeners[0]), (host, port))
            here.send(b".")
    except ConnectionError:
        # The child has said why it gave up.
        pass
    os.close(STATUS)
    leave_as(wait(child))


def become(command: list[str], host: str, port: int, parent_end: socket.socket, parent: int) -> None:
    """The child's part; returns never."""
    try:
        enter_network_namespace()
        raise_loopback(host)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family)
        listener.bind((host, port))
        listener.listen(128)
        socket.send_fds(parent_end, [b"."], [listener.fileno()])
        parent_end.recv(1)
        listener.close()
    except Exception as error:  # noqa: BLE001  the parent is told, whatever it is
        os.write(STATUS, f"{getattr(error, 'strerror', None) or error}".encode())
        os._exit(1)
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)
    os.write(STATUS, b"isolated")
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    # Python ignores it; the command should not.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        os._exit(127)


def wait(child: int) -> int:
    """Passes signals on until the command has ended, then ends what it left. Returns its status."""
    while True:
        info = signal.sigwaitinfo((*PASSED_ON, signal.SIGCHLD))
        # What a terminal sends (a positive code, from the kernel) has come to the command already.
        if info.si_signo != signal.SIGCHLD and info.si_code <= 0:
            os.kill(child, info.si_signo)
        status = reap(child)
        if status is not None:
            end_orphans()
            return status


def reap(child: int) -> int | None:
    """Collects what has ended; the status of the command, if it is among it."""
    found = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid == 0:
            return found
        if pid == child:
            found = status


def end_orphans() -> None:
    """What outlives the command has this process for its parent: it is asked to end, then made to."""
    for name in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + GRACE
        for pid in children():
            os.kill(pid, name)
        while children() and time.monotonic() < end:
            signal.sigtimedwait((signal.SIGCHLD,), 0.05)
            reap(0)


def children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()]


def leave_as(status: int) -> None:
    """Ends as the command did, by the same signal if it was one."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        signal.signal(number, signal.SIG_DFL) if number not in (signal.SIGKILL, signal.SIGSTOP) else None
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.kill(os.getpid(), number)
    os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 1)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
