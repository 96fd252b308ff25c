"""The proof of a run: a short film of the scenes in which its expectations became true, and a page about them.

`make.py` has the results, cuts the film's script to these scenes, as plain values, and writes all files, also the page
for a pull request. `draw_pairs.py` puts two runs of the same steps next to each other before the cut, and draws their
pictures side by side after it. Films are made of scripts by `film/`, as all others are.
"""
