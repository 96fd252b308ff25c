"""Any server that takes functions: the computer is worked by the client's own functions, one call for each action."""

from __future__ import annotations

import json

from desktop_agent.devserver.dialect import ServedDialect
from desktop_agent.devserver.echo import begun, usage
from desktop_agent.devserver.json_object import Json


def _action(action: Json) -> Json:
    """Return an action as a call: its function, and the arguments that this takes."""
    kind, said = str(action["type"]), {name: value for name, value in action.items() if name != "type"}
    match kind:
        case "click":
            return _calling("click", {"button": "left"} | said)
        case "drag":
            return _calling("drag", _ends(said["path"]))
        case "scroll":
            return _calling("scroll", _direction(said))
        case "wait":
            return _calling("wait", {"seconds": 1})
        case _:
            return _calling(_NAMES.get(kind, kind), said)


def _ends(path: object) -> Json:
    """Return both ends of a drag: its functions know no more of a path."""
    points = [point for point in path if isinstance(point, dict)] if isinstance(path, list) else []
    return {"x": points[0]["x"], "y": points[0]["y"], "end_x": points[-1]["x"], "end_y": points[-1]["y"]}


def _direction(scroll: Json) -> Json:
    """Return the longer way of a scroll; without any it is one notch down."""
    x, y, across, down = (int(str(scroll.get(name) or 0)) for name in ("x", "y", "scroll_x", "scroll_y"))
    way = ("left", "right") if abs(across) > abs(down) else ("up", "down")
    pixels = across if abs(across) > abs(down) else down or 100
    return {"x": x, "y": y, "direction": way[pixels > 0], "pixels": abs(pixels)}


def _calling(name: str, arguments: Json) -> Json:
    return {"name": name, "arguments": json.dumps(arguments, ensure_ascii=False)}


_NAMES = {"keypress": "press", "key_down": "hold_keys", "key_up": "release_keys"}
_FUNCTIONS = (
    *("click", "double_click", "triple_click", "move", "drag", "scroll", "type", "press", "hold_keys"),
    *("release_keys", "wait", "screenshot"),
)

DIALECT = ServedDialect(
    name="functions",
    tool="function",
    words=frozenset({
        *("click", "double_click", "triple_click", "right_click", "move", "drag", "scroll", "type", "keys"),
        *("key_down", "key_up", "wait", "screenshot"),
    }),
    functions=frozenset(_FUNCTIONS),
    call=lambda actions, _checks: actions[0],
    begun=begun,
    action=_action,
    completed=lambda at: {"completed_at": int(at)},
    usage=usage,
    has_checks=False,
)  # fmt: skip
