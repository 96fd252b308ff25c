"""A watchdog that says that it is ready, and then answers nothing: `python -m` this module."""

import sys

sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.read()
