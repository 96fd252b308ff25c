"""Makes the report of a run: one page that asks for nothing, in which everything foreign is escaped.

`write.py` writes it. `numbering.py` gives each turn its card, number and address, `album.py` its picture, and `page.py`
builds the whole page: `summary.py` the top, `time_strip.py` where the time went, `decisions.py` who decided what,
`desk_part.py` what was changed on a side desk, `steps_nav.py` the list of all steps with search and filters
(`kinds.py`), and `turn_card.py` each turn, with the targets drawn over its picture. `markup.py` makes the HTML itself.
`page.css` and `page.js` are the page's own style and script, let in by their hashes; without the script the page reads
whole.
"""
