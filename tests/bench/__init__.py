"""Programs that measure, each run by hand: `python -m tests.bench.NAME`. What stays here guards a goal.

Tests run a small part of some of them, as a sample, by the functions that a bench offers for it. What is shared and
does not measure is a fake.

Who can say yes       approval, desk_yes
What harm gets done   routes (what is written as data in tests/hostile: half an hour for each scope),
                      benign (how often a person is asked)
What gets done        own_tasks (by the built-in model, or another), fidelity (applications), repeated (runs
                      that are repeated in a world that has changed), named_acts (presses by name in lists that move)
Our own windows       every_window and pictures (those of README; they measure nothing)
"""
