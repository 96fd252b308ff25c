"""The page of a run: one HTML page, one style sheet and one script (`assets/web`), in a file or live.

Both show the same parts in the same order as the windows do (`ui/view`): head, stage, strip, timeline, end. The page is
given moments as data, and its script draws all of it. `form.py` makes a moment's data and that
of a whole run, `page.py` has the page's own words, and puts page, run and pictures into one file that loads nothing,
and gives `web/` the page as it is served.
"""
