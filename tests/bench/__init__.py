"""Programs that measure, each run by hand: `python -m tests.bench.NAME`. Most take minutes; three take about an hour.

Tests run a small part of some of them, as a sample, by the functions that a bench offers for it. What is shared and
does not measure is a fake.

Who can say yes       approval (with approval_early, approval_put), terminal_prompt, grants
Who is in charge      in_charge (an hour: all of takeover, stop, stop_key, kill9)
What harm gets done   hostile (every scene: an hour), benign (how often a person is asked), popups
                      routes (what is written as data in tests/hostile: half an hour for each level of scope)
What breaks           faults (an hour; every call that fails), golden (half an hour; every byte), long_run
Our windows           own_windows (in pictures?), window_fit (on every screen)
How long a turn takes turn, look, early, sent_early, own_cost, first_move, recording; against usual_pipeline and
                      quick_server
Speed, in one table   speed (turn, own_cost, first_move, memory); legibility and upload_rate of what saves bytes
What it costs to have idle, installed_size
Recordings, in one    recordings (journal, resume_kill, recording, film, report, replays, learn, private_parts,
table                 history_list; hours, or a sample with --quick)
The built-in model     offline_tasks (sixty tasks in twelve applications; how long a reading takes)
What is refused       meant (batches that change their own targets), meant_tasks (53 tasks of public benchmarks, whose
though it was meant   acts are written down: needs 31 programs, half an hour for each of three halves)
Other people's tasks  tasks (public sets, by our oracles; with plain_loop past the program; needs a set in the cache)
What arrives          fidelity (text, pointer and keys in real applications, beside the usual loops)
Not a measure         pictures (those of README), timed_rooms (clocks for turn)
"""
