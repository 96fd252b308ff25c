"""The page of a proof, in Markdown for a pull request: picture, results, and how to check and repeat the run. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from desktop_agent.core.texts.message import gettext, tr, visible, without_home
from desktop_agent.films.proof.cut import Result

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page says of a proof beside its results."""

    title: str
    run: str  # its id
    commit: str  # empty where there is none
    chain: str  # the head of the chain of the run's journal
    again: str  # the command that makes the proof again
    ended: str  # how the run ended, in words
    before: str = ""  # the id of the other run


def page(facts: Facts, results: Sequence[Result], before: Sequence[Result] = ()) -> str:
    """Return the page; `before` are the results of the other run."""
    return "\n".join((*_head(facts, results), *_table(results, before), "", *_facts(facts))) + "\n"


def _head(facts: Facts, results: Sequence[Result]) -> Iterator[str]:
    holds = all(result.holds for result in results)
    word = gettext("Proven") if holds else gettext("Not proven")
    yield f"## {'✓' if holds else '✗'} {word}: {_text(facts.title)}"
    yield ""
    yield f"[![{gettext('The last scene')}](proof.png)](proof.mp4)"
    yield ""


def _table(results: Sequence[Result], before: Sequence[Result]) -> Iterator[str]:
    earlier = {result.what: result for result in before}
    heads = [gettext("expectation"), gettext("result"), gettext("seen"), gettext("step")]
    if earlier:
        heads.insert(1, gettext("before"))
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for result in results:
        step = gettext("at the end") if result.step is None else result.step or gettext("from the start")
        cells = [_code(without_home(result.what)), _sign(result), _text(tr(result.evidence)), str(step)]
        if earlier:
            cells.insert(1, _sign(earlier[result.what]) if result.what in earlier else "–")
        yield _row(cells)


def _facts(facts: Facts) -> Iterator[str]:
    yield f"- {gettext('How it ended')}: {_text(facts.ended)}"
    yield f"- {gettext('Run')}: {_code(facts.run)}"
    if facts.before:
        yield f"- {gettext('Before')}: {_code(facts.before)}"
    if facts.commit:
        yield f"- {gettext('Commit')}: {_code(facts.commit)}"
    yield f"- {gettext('Head of its chain')}: {_code(facts.chain)} (`desktop-agent runs check`)"
    yield f"- {gettext('Make it again')}: {_code(facts.again)}"
    yield f"- {gettext('Film')}: [proof.mp4](proof.mp4), [proof.gif](proof.gif)"


def _sign(result: Result) -> str:
    return "✓" if result.holds else "✗"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """Return a text as code; in a table, a bar needs an escape even there, and no text may end the code."""
    return f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    """Return foreign text so that nothing of it is markup."""
    escaped = escape(visible(text, _LONGEST), quote=False)
    return "".join(f"&#{ord(char)};" if char in "\\`*_[]|~$" else char for char in escaped)
