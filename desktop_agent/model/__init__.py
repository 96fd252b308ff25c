"""The model: requests to it over the Responses API, in several dialects, and the reading of its answers.

`conversation.py` joins it all, from a message to a turn. `profiles/` has the known servers and those of the user,
`provider_settings.py` what a person sets, and `request_options.py` what requests are from both. A request: `history.py`
decides what is sent and makes it fit the context, `request_body.py` builds it in a dialect (`dialect.py`, `dialects/`)
and, for models that use functions, in the words of their family (`family.py`, `families/`). If a vendor has an API of
its own, it is translated (`dialect.py`). `ladder.py` decides what is sent in place of a request that was refused.
`tools.py` has the functions offered. `wire/` sends a request, `reading/` reads the answer, `coordinates.py` turns the
model's coordinates into pixels of the picture, `coordinate_test.py` determines a model's coordinate space from its
clicks, and `profile.py` estimates tokens and their cost. `caps.py` has every limit. `foreign_json.py` reads foreign
JSON, `params.py` checks the user's parameters, and `endpoint.py` decides where a key may go.
"""
