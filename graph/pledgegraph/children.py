"""Child processes that can be killed: a deadline, a cap on memory, nothing imported from the folder they start in."""

from __future__ import annotations

import subprocess
import sys

MEMORY = 1 << 30


def child(module: str, arguments: list[str], data: bytes, deadline: float) -> tuple[int | None, bytes, bytes]:
    """Runs a module of ours as a child process: its exit code (None where it passed the deadline, in seconds), output and errors."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        close_fds=True,
    )
    try:
        out, err = process.communicate(data, timeout=deadline)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None, b"", b""
    return process.returncode, out, err


def cap(memory: int) -> None:
    """Caps the memory (bytes) of this process from now on, and lets it leave no core file."""
    try:
        import resource
    except ImportError:  # no such limits on Windows; the deadline still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
