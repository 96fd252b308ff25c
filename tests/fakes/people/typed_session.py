"""A program in a terminal of its own, and somebody who types an answer to each prompt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.fakes.people.typist import at_a_terminal
from tests.fakes.warm import program


def typed(words: Sequence[str], environment: Mapping[str, str], *answers: tuple[str, str]) -> tuple[str, int]:
    with at_a_terminal(program(*words), environment, columns=80) as person:
        for prompt, answer in answers:
            person.waits_for(prompt)
            person.types(answer + "\n")
        code = person.ends()
        return person.text, code
