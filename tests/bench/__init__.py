"""Programs that measure, each run by hand: `python -m tests.bench.NAME`. What stays here guards a goal.

Tests run a small part of some of them, as a sample, by the functions that a bench offers for it. What is shared and
does not measure is a fake.

Who can say yes       approval (with approval_early), terminal_prompt, grants, sway_card, desk_yes
Who is in charge      stop_key, kill9, own_windows, idle
What harm gets done   hostile (every scene: an hour), benign (how often a person is asked), popups, mcp_hostile
                      routes (what is written as data in tests/hostile: half an hour for each level of scope)
                      desk_network, desk_hostile (out of a side desk)
What breaks           faults (an hour; every call that fails), dialect_faults, long_run
How long a turn takes look, early, sent_early, files_entered, first_move; against usual_pipeline and quick_server
What arrives          fidelity (text, pointer and keys in real applications), meant (batches that change their targets)
What repeats          replays (runs under other conditions), schedule (set times over many days)
What is proven        proven (expectations, lying_model, schedule, own_tasks), open_models (families, cached_tokens,
                      clients)
Our own windows       window_fit (on every screen), every_window and pictures (those of README; they measure nothing)
"""
