"""What is made of runs: films, proofs, how-tos, and the guidance of a person through a task's steps.

`film/` makes a film of a run's folder, `proof/` a short one that shows its expectations become true, `howto/`
instructions with pictures: these read run folders. `guided/` leads a person through the steps of a task on their own
screen, and presses nothing. `windows/` has the windows of all of them, and those in which a task is demonstrated
(`tasks/learn/`).
"""
