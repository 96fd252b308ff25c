"""Where a run is put together: the only package that knows the concrete parts.

`own_settings.py` says which settings count, and `provider.py` turns them into a server and
a key (`keys.py`, `model_trial.py`; `local_servers.py` and `awaited_server.py` for servers on this computer).
`prepare.py` chooses the parts of a run, and `assemble.py` builds them once it begins. `one_run.py` lets one run at a
time onto a screen, `watch.py` follows the person's input, and `stop_run.py`, `stop_signal.py` and `tray_link.py` reach
a run from another process.

Other kinds of runs vary this: `resume.py` with `again.py` and `resume_desk.py` goes on with an earlier one,
`stand_in.py` puts steps (`play_steps.py`) or an agent (`mcp_caller.py`) in the model's place, `learning.py` watches a
person instead. The files called `mcp_*.py` serve agents. `desks.py`, `run_desk.py`, `on_desk.py` and `receipts.py` are
for side desks, `desk_tasks.py` for lists of tasks, `desk_ray.py`, `desk_node.py` and `desk_away.py` for desks on other
computers.
"""
