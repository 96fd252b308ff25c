"""The proof of a run: a short film of the scenes in which its expectations became true, and a page about them.

`cut.py` has the results and cuts the film's script to these scenes, as plain values. `beside.py` puts two runs of the
same steps next to each other before the cut, and draws their pictures side by side after it. `page.py` writes the
page for a pull request, and `make.py` all files. Films are made of scripts by `film/`, as all others are.
"""
