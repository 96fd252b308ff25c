"""A watchdog that starts and never says that it is ready: `python -m` this module."""

import sys

sys.stdin.read()
