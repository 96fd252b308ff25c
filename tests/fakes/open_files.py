"""How many files this process has open, by the kernel's word."""

from pathlib import Path


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
