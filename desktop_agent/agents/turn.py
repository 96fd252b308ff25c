"""Makes a turn of an order: what the loop would have got from a model that says the same."""

from __future__ import annotations

from desktop_agent.agents.orders import ActOrder, AskOrder, EndOrder, SessionOrder
from desktop_agent.agents.tools import ACT, WORDS
from desktop_agent.core.actions import Finish
from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.turn import Call, InvalidAction, Proposal, Turn
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialects.functions import DIALECT
from desktop_agent.model.reading.action import read_action
from desktop_agent.model.reading.tool_call import called_action
from desktop_agent.model.space import Space, Unreadable, space_of
from desktop_agent.model.strict_json import printable, printable_object


def turn_of(order: SessionOrder, number: int, image: Size, caps: Caps) -> Turn:
    """Return the turn of the order of this number; points are in pixels of a picture of the size `image`."""
    name = f"mcp-{number}"
    match order:
        case ActOrder(actions, why):
            space = space_of("viewport", image, None)
            proposals = tuple(_proposal(action, space, caps) for action in actions)
            return Turn(name, messages=(why,) if why else (), calls=(Call(name, proposals),), unchecked=True)
        case AskOrder(question):
            return Turn(name, asks=question)
        case EndOrder(summary):
            return Turn(name, finish=Finish("success", summary))
        case _:
            return Turn(name, looks=True)


def _proposal(action: JsonItem, space: Space, caps: Caps) -> Proposal:
    try:
        asked = called_action(WORDS, ACT, action)
    except Unreadable as why:
        return Proposal(InvalidAction(str(printable(str(why)))), printable_object(action))
    return read_action(asked, DIALECT.actions, space, caps).proposal
