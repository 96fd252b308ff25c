"""Tasks of public desktop benchmarks, whose acts were written down once by a seeing model: how many are refused.

`task` says what a task is, `office`, `pictures`, `files`, `web` and `sound` have the tasks of the first two halves,
`fresh` those of a third, `documents` their files; `acts` holds what the model sent, an act a line. `rig` has a display,
a task's program, an agent that sends the acts over MCP, and a person with a mouse who says yes to each card; `plainly`
sends them without us. All acts were meant, so each one that is refused because “the screen changed” is one too many.
The model did not know the rules of that check.
"""
