"""Tells a person who is away that a run asks, waits for them, or has ended.

A notice goes to the desktop, to a webhook and to a command of the person's, as `[notify]` says (`deliver.py`).
`run_notifier.py` listens to a run and has each notice sent by a short-lived process, for which the run never waits. The
command `notify` tries it all out, and stores the webhook's key (`commands/`).
"""
