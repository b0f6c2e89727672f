"""Child processes that can be killed: a deadline, a cap on memory, nothing imported from the folder they start in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

MEMORY = 1 << 30


def child(module: str, arguments: list[str], data: bytes, deadline: float) -> tuple[int | None, bytes, bytes]:
    """Runs a module of ours as a child process: its exit code (None where it passed the deadline, in seconds), output and errors.

    What it had written before the deadline is kept; what it had started itself, such as Java, ends with it.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        close_fds=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(data, timeout=deadline)
    except BaseException as error:
        _kill(process)
        out, err = process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            return None, out, err
        raise
    return process.returncode, out, err


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:  # Windows has no such groups
        process.kill()


def cap(memory: int) -> None:
    """Caps the memory (bytes) of this process from now on, and lets it leave no core file."""
    try:
        import resource
    except ImportError:  # no such limits on Windows; the deadline still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
