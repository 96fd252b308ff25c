"""The view of a run, made of the same parts wherever one is shown: in the console while it goes, in History afterwards.

`stage.py` is the picture with the place of the last act, or what a desk's display shows now. `desk_control.py` has the
buttons by which a person takes that desk over, and sends it their mouse and keyboard. `strip.py` is all pictures small,
loaded beside the window as they come into sight, `timeline.py` the moments in words. `run_view.py` puts them together,
with the use of the limits while a run is under way: a picture or a moment that is chosen in one is shown in the others.
"""
