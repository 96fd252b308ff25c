"""The view of a run, made of the same parts wherever one is shown: in the console while it goes, in History afterwards.

`stage.py` is the picture with the place of the last act, `strip.py` all pictures small, `timeline.py` the moments in
words. `run_view.py` puts them together for a run that has ended: a picture or a moment that is chosen in one is shown
in the others. `thumbnails.py` loads small pictures beside the window, as they come into sight.
"""
