"""The vocabulary that all packages share: plain frozen data, standard library only. It imports nothing else of ours.

The parts of a turn: `pictures.py` (a picture, and places in it and on the screen), `runs/turn.py` (a model's answer),
`actions/action.py` and `actions/keys.py`, `decisions/decision.py` (the input and output of policy, and the question for
a person), `decisions/permit.py` (the permission for an action) and `runs/waiting.py` (the screen after it, and the
token that ends every wait). `runs/events.py` has all events of a run, `errors.py` every error that it raises.
`decisions/mode.py` and `decisions/rule_id.py` are closed lists for settings, records and windows.

The screen: `controls/screen_contents.py` has the contents of a window for a model, `labels.py` finds the words beside a
control and in its row. `locator.py` is the one finder of “the thing called X” for a model's call, a plain step and a
saved step: among controls that programs report, by its name, kind, row and label; `read_text.py` does so among lines
that were read, with the relation to another text. Both return one, none or several, and share one scale of names.

Texts: `texts/message.py` has our own, their translation, and what makes others' safe to display; `actions/describe.py`
puts an action into words, and `decisions/question_words.py` separates foreign text from ours. `texts/foreign_text.py`
makes text of other programs' bytes. Secrets: `texts/passwords.py`, `texts/secret_text.py`.
"""
