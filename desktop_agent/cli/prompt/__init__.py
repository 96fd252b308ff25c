"""Asks for approval at the terminal, and makes sure that a person typed the answer.

*Which terminal.* `tty.py` opens the controlling terminal (`/dev/tty`), not stdin: a task may be piped in and results
piped out while the person still answers. It polls, so that a stop can cancel an open question, and it waits while the
program is a background job. Windows has none. Typed-ahead input is discarded before each prompt, so that nothing typed
earlier can answer a question that was not yet shown.

*Who typed.* A model that controls the screen can type into a terminal on that screen, and the bytes that arrive do not
show whose they were. `LineGuard` therefore counts the key presses on the controlled display while a question is
open, physical ones apart from all others (`presence` distinguishes them). A press that no physical device made voids
the line. On a terminal that is itself on that display, so does a line longer than the physical presses made for it. A
terminal elsewhere, such as one over SSH, needs no physical presses: the model cannot reach it.

*Why lines are guarded, and when they cannot be.* Without a source of physical presses nothing typed on the controlled
screen can count, so every question is refused there with a sentence that says so. `approve_with = "challenge"` is the
way out: a yes must then contain four random digits that only the terminal shows.

*What is asked.* `question.py` puts a question into words: foreign text is quoted, capped, and made visible, and nothing
that a yes covers is cut off. `asking.py` is the approver that the run sees. Only y, yes, ja or oui is a yes; silence
past the limit and end of file are a no.
"""
