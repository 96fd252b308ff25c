"""The proof of a run: a short film of the scenes in which its expectations became true, and a page about them.

`cut.py` has the results and cuts the film's script to these scenes, as plain values. `draw_pairs.py` puts two runs of
the same steps next to each other before the cut, and draws their pictures side by side after it. `make.py` writes all
files, also the page for a pull request. Films are made of scripts by `film/`, as all others are.
"""
