"""The program's entry: `desktop-agent`, or `python -m desktop_agent`."""

import sys

_INTERRUPTED = 130


def main() -> int:
    """Run the command line and return its exit code."""
    try:
        from desktop_agent.cli.main import main as command_line

        return command_line(sys.argv[1:])
    except KeyboardInterrupt:  # while our own files are still being loaded
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
