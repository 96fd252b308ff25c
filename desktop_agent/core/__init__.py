"""The words that all packages share: plain frozen data, standard library only. It imports nothing else of ours.

What passes between the parts of a turn: `frame.py` and `geometry.py` (a picture and places in it), `turn.py` and
`actions.py` (what a model asks for; `keys.py` and `key_spellings.py` for chords), `decision.py` (what policy looks at
and says, what a person is asked), `permit.py` (the permission to do it) and `settlement.py` (what became of the
screen). `events.py` is everything that a run announces, `errors.py` every error that it raises, and `stop.py` the token
that ends it. `mode.py` and `rule_id.py` are closed lists that settings, records and windows agree on.

What is on the screen: `screen_contents.py` says what of a window a model may be told, `labels.py` finds the words
beside a control and in its row, and `locator.py` finds a control again by its name, whether said or recorded.

What a person reads: `describe.py` puts an action into words, `display_text.py` and `question_words.py` keep the words
of others apart from ours, `translation.py` puts ours into a language. What must not leave: `passwords.py`,
`secret_text.py`.
"""
