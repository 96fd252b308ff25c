"""Pictures taken too early, over real applications: `python -m tests.bench.early`.

`pages.py` are web pages that load slowly, fade, spin and answer late, `windows.py` windows of toolkits that do, and
`applications.py` the list of what is acted on, in two halves: one that settling was built on, and one that it was not.
`turns.py` plays one act and judges the pictures, `__main__.py` prints the table. `runs.py` plays whole runs.
"""
