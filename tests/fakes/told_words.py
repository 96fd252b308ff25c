"""Prints the words it was started with, and where other programs would look for their libraries."""

import os
import sys

print(*sys.argv[1:], os.environ.get("LD_LIBRARY_PATH", "nowhere"))  # noqa: T201 - what it is for
