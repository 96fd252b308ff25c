"""The vocabulary that all packages share: plain frozen data, standard library only. It imports nothing else of ours.

The parts of a turn: `frame.py` and `geometry.py` (a picture and places in it), `turn.py` and `actions.py` (a model's
answer; `keys.py` and `key_spellings.py` for chords), `decision.py` (the input and output of policy, and the question
for a person), `permit.py` (the permission for an action) and `settlement.py` (the screen after it). `events.py` has all
events of a run, `errors.py` every error that it raises, and `stop.py` the token that ends it. `mode.py` and
`rule_id.py` are closed lists for settings, records and windows.

The screen: `screen_contents.py` has the contents of a window for a model, `labels.py` finds the words beside a control
and in its row, and `locator.py` locates a control by its requested or recorded name.

Texts for people: `describe.py` puts an action into words, `display_text.py` and `question_words.py` separate foreign
text from ours, `translation.py` translates ours. `foreign_text.py` makes text of other programs' bytes. Secrets:
`passwords.py`, `secret_text.py`.
"""
