"""Makes the report of a run: one page without scripts or network, in which everything foreign is escaped.

`write.py` writes it, `page.py` builds the whole page, `turn_card.py` one turn, `time_strip.py` where the time went,
`marks.py` the targets over a picture, and `markup.py` the HTML itself.
"""
