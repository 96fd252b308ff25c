"""Makes the report of a run: one page that loads nothing else, in which all foreign text is escaped.

`page.py` writes the page: its summary, its film or pictures, what was changed on a side desk, the decisions and every
step. `cards.py` gives each turn its card, number, address and picture, `turn_card.py` draws a card with the targets
over its picture, and `steps_nav.py` the list of all steps with search and filters.
`markup.py` makes the HTML itself. `page.css` and `page.js` are the page's own style and script, let in by their hashes;
without the script the page is complete.
"""
