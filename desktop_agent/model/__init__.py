"""The model: requests to it over the Responses API, in several dialects, and the reading of its answers.

`conversation.py` joins it all, from a message to a turn. `profiles/` has the known servers (`known_profiles.py` those
of the user), and `request_options.py` what is asked of one. A request: `history.py` decides what is sent and makes it
fit the context, `body.py` builds it in a dialect (`dialect.py`, `dialects/`) and, for models that work by functions, in
the words of their family (`family.py`, `families/`). Where a vendor has an API of its own, it is translated (`api.py`).
`screen_questions.py` has the words of what is asked of a picture. `wire/` sends it, `reading/` reads the answer,
`space.py` turns the model's coordinates into pixels of the picture, `marks.py` tells from a model's clicks which these
coordinates are, and `cost.py` estimates tokens and reckons what they cost. `caps.py` has every limit. What comes from
outside is checked by `strict_json.py`, `params.py`, and `endpoint.py` says where a key may go.
"""
