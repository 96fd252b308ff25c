"""The command line. `main.py` finds the command and imports only its file from `commands/`, so that `--help` is quick.

`flags.py` has the flags that runs share. `run_client.py` carries out a run: `approver.py` chooses the approver,
`prompt/` asks at the terminal, `progress.py` shows what happens, and `terminal.py` prints results.
"""
