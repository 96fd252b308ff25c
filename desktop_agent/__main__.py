"""The program's entry: `desktop-agent`, or `python -m desktop_agent`."""

import sys


def main() -> int:
    """Run the command line and return its exit code."""
    from desktop_agent.cli.main import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
