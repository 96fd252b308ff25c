"""The command line of public sets of tasks."""
