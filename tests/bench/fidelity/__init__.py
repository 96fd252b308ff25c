"""Does what a model meant arrive, in real applications? One bench: text, pointer and keys, by the application's word.

    python -m tests.bench.fidelity [--part text|pointer|keys] [--half build|measure] [--apps NAME ...] [...]

The whole program takes part: a scripted server answers each picture with one action, the run decides, acts, waits for
the screen and sends the next picture, with what the model is to know. Each cell ends in one of three: it was exact, the
model was told, or it was silently wrong; only the last is a failure.

__main__      flags, and which cells are run
apps          one file for each application: adding one is adding a file
cells         what a cell is and how it ended
drive         a run that does one cell after the other
text          six corpora by six layouts and two states of the locks; the person's selections are the same afterwards
corpora       the texts
pointer       clicks, drags and scrolls
keys          chords as models spell them, with `spellings`
keyboard      layout and locks of the display
table         the figures as Markdown, of which `desktop-agent guide figures` has the sums

The applications, layouts, spellings and locks of the half `build` are those that the program was made with, the half
`measure` those on which it was tried afterwards.
"""
