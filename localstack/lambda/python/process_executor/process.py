"""One process group that runs a function."""

import contextlib
import ctypes
import errno
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from process_executor.memory import Memory
from process_executor.registry import Registry

#: The number of Linux's call on every processor (https://man7.org/linux/man-pages/man2/pidfd_open.2.html).
_SYS_PIDFD_OPEN = 434


class FunctionProcess:
    """A runtime and whatever it starts: a process group of its own, in the engine's session.

    The session matters: when the engine is killed, the kernel finds a stopped group without a parent in its session
    and sends it SIGHUP and SIGCONT, so that a frozen environment ends too.
    """

    def __init__(self, command: list[str], cwd: Path, env: dict[str, str], registry: Registry) -> None:
        self._registry = registry
        self._frozen = False
        self._over = False
        self._lock = threading.Lock()
        self._popen = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            process_group=0,
        )
        self.pid = self._popen.pid
        self.memory = Memory(self.pid)
        registry.add(self.pid)
        os.set_blocking(self.output.fileno(), False)
        #: Readable when the process has ended; -1 once this was closed.
        self.death = self._watch()

    @property
    def output(self) -> IO[bytes]:
        """What the function writes to stdout and stderr; never blocks."""
        assert self._popen.stdout
        return self._popen.stdout

    @property
    def alive(self) -> bool:
        if self.death < 0:
            return False
        poll = select.poll()
        poll.register(self.death, select.POLLIN)
        return not poll.poll(0)

    def freeze(self) -> None:
        """Stands still, as an environment on AWS does between invocations."""
        self._frozen = self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        if self._frozen:
            self._frozen = False
            self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """Ends the whole group. Safe to call twice, and from any thread."""
        with self._lock:
            # As long as the leader is not waited for, the group's id belongs to nobody else.
            if not self._over:
                self._signal(signal.SIGKILL)
                self._popen.wait()
                self._over = True
                self._registry.remove(self.pid)

    def close(self) -> None:
        """Ends the group and gives back the file descriptors; only for the thread that reads from them."""
        self.kill()
        self.output.close()
        self.memory.close()
        if self.death >= 0:
            os.close(self.death)
            self.death = -1

    def describe_exit(self) -> str:
        """How the process ended, in AWS's words; ends what it left of its group."""
        self.kill()
        code = self._popen.wait()
        if code == 0:
            return "Runtime exited without providing a reason"
        if code > 0:
            return f"Runtime exited with error: exit status {code}"
        names: dict[int, str] = {signal.SIGKILL: "killed", signal.SIGABRT: "aborted", signal.SIGTERM: "terminated"}
        name = names.get(-code)
        return f"Runtime exited with error: signal: {name or (signal.strsignal(-code) or str(-code)).lower()}"

    def _signal(self, number: int) -> bool:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)
            return True
        return False

    def _watch(self) -> int:
        """A file descriptor that becomes readable when the process has ended."""
        with contextlib.suppress(OSError):
            return getattr(os, "pidfd_open", _pidfd_open)(self.pid)
        reader, writer = os.pipe()

        def wait() -> None:
            try:
                if hasattr(os, "waitid"):
                    # Leaves the process to be waited for, so that its group can still be killed.
                    os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
                else:
                    self._popen.wait()
            except ChildProcessError:
                pass  # It was killed, and waited for, before this thread came to it.
            finally:
                os.close(writer)

        threading.Thread(target=wait, daemon=True, name=f"lambda-process-{self.pid}").start()
        return reader


def _pidfd_open(pid: int) -> int:
    """
    As os.pidfd_open, which a Python lacks that was compiled for an old libc, whatever the kernel.

    :raises OSError: where the kernel has no such call
    """
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, "no Linux")
    libc = ctypes.CDLL(None, use_errno=True)
    fd: int = libc.syscall(_SYS_PIDFD_OPEN, pid, 0)
    if fd < 0:
        raise OSError(ctypes.get_errno(), "pidfd_open")
    return fd
