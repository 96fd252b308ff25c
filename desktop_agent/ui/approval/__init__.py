"""The approval card, the marks on its targets, and the windows that belong to a question.

`approver.py` is the run's way in, and `open_question.py` one question on the screen. The card is `card.py`: its texts
are made by `card_words.py`, its title and its middle are `card_body.py` with the picture of `crop.py`, and `ui/proof/`
has to believe a yes of its buttons. `open_question.py` also marks the place on the real screen, and sees the person
press it themselves. What needs typing has a window: `card_windows.py` opens them, on the frame of
`secondary_window.py`. The banner in `approver.py` hands the computer back, and takes the words for the model then.
"""
