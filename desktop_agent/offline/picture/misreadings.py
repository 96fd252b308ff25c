"""When two texts are one that was read differently: what reading takes for something else."""

from __future__ import annotations

import re
import unicodedata

_DASHES = str.maketrans(dict.fromkeys("‐‒–—−", "-"))
_LOOKALIKE = str.maketrans({"|": "l", "1": "l", "i": "l", "!": "l", "‖": "l", "0": "o"})
_FILE_NAME = re.compile(r"[^\s/\\]\.(?=\w*[^\W\d_])\w{1,5}$")
_IN_FILE_NAMES = (("rn", "m"), ("vv", "w"), (",", "."), ("_", ""))


def normal(text: str) -> str:
    """Return a text without what is often misread or left out: case, lengths of dashes, dots and colons at the end."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES)
    folded = folded.replace("’", "'").replace("“", '"').replace("”", '"')
    return " ".join(re.sub(r"[\s.:…*>▸▾]+$", "", re.sub(r"^[\s✓✔☐☑○●•*]+", "", folded)).split())


def same(query: str, normalized: str) -> bool:
    """Tell whether two texts that are `normal` are one but for spaces and letters that look alike."""
    bare, other = query.replace(" ", ""), normalized.replace(" ", "")
    return bare == other or (len(bare) > 1 and bare.translate(_LOOKALIKE) == other.translate(_LOOKALIKE))


def names_file(text: str) -> bool:
    """Tell whether a word of a text is the name of a file, by its ending."""
    return any(map(_FILE_NAME.search, normal(text).split()))


def same_file(text: str, other: str) -> bool:
    """Tell whether a text with a file's name is another: a similar name is another file's."""
    one, two = normal(text), normal(other)
    for letters, read in _IN_FILE_NAMES:
        one, two = one.replace(letters, read), two.replace(letters, read)
    return same(one, two)
