"""The approval card, the marks on its targets, and the windows that belong to a question.

`approver.py` is the run's way in, and `open_question.py` one question on the screen. The card is `card.py`: its texts
are made by `card_words.py`, its middle is `card_body.py` with `crop.py` and `unnamed_note.py`, its buttons are
`card_answers.py` and `choices.py`, whose yes `ui/proof/` has to believe. `marker.py` marks the place on the real
screen, `off_buttons.py` finds a place for a card under the pointer, and `card_guide.py` explains the first one. What
needs typing has a window: `card_windows.py` opens them, and `edit.py`, `typed_field.py` and `secondary_window.py` are
their parts. `own_press.py` sees the person press it themselves; `handing_back.py` is what a paused run shows.
"""
