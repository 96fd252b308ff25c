"""Notifications for a person who is away: a run asks, waits for them, or has ended.

A notice goes to the desktop, to a webhook and to a command of the person's, as set in `[notify]` (`deliver.py`).
`run_notifier.py` follows a run and sends each notice by a short-lived process, for which the run never waits. The
command `notify` tests the channels, and stores the webhook's key (`commands/`).
"""
