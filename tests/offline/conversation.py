"""A client of the built-in model's server, for tests: by the wire's description, with somebody else's hands."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

import httpx
import mss
import mss.tools

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.hands import Hands

Json = dict[str, Any]

TOOLS: dict[str, Json] = {
    "preview": {"type": "computer_use_preview", "environment": "linux"},
    "lightcone": {"type": "computer_use", "environment": "desktop"},
    "openai": {"type": "computer"},
    "functions": {"type": "function", "name": "click", "parameters": {"type": "object", "properties": {}}},
}
DONE: Json = {
    "type": "function", "name": "done", "description": "Say that the task is over.",
    "parameters": {"type": "object", "properties": {"message": {"type": "string"}}},
}  # fmt: skip
_XDOTOOL = {
    "enter": "Return",
    "escape": "Escape",
    "tab": "Tab",
    "delete": "Delete",
    "down": "Down",
    "backspace": "BackSpace",
}


def data_url(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


def screenshot(display: PrivateDisplay) -> bytes:
    """Take a PNG of the whole screen; DISPLAY must be this one (the fixture `on_display`)."""
    with mss.MSS() as camera:
        shot = camera.grab(camera.monitors[0])
        return mss.tools.to_png(shot.rgb, shot.size) or b""


def steady(display: PrivateDisplay) -> bytes:
    """Take pictures until two in a row are alike, up to some: a caret may blink."""
    last = screenshot(display)
    for _ in range(12):
        now = screenshot(display)
        if now == last:
            return now
        last = now
    return last


@dataclass
class Conversation:
    """One run: pictures out, actions in, done by xdotool. `refuse` names texts of reasoning whose action is refused."""

    http: httpx.Client
    display: PrivateDisplay
    dialect: str = "preview"
    chained: bool = True
    stream: bool = False
    refuse: str = "\0"
    history: list[Json] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    actions: list[Json] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    checks: list[Json] = field(default_factory=list)

    def run(self, task: str, most: int = 80) -> Json:
        """Follow a task to its end; return what the end says: {message, status}."""
        new = [self._user(task)]
        previous: str | None = None
        for _ in range(most):
            answer = self.ask(new, previous)
            end = self._end(answer)
            if end is not None:
                return end
            call = next(item for item in answer["output"] if item["type"] == "computer_call")
            refused = self.refuse in self.thoughts[-1]
            if refused and call.get("pending_safety_checks"):
                # Back to before the call: what was said then is said again, with the refusal.
                del self.history[len(self.history) - len(answer["output"]) - len(new) :]
                new = [*new, self._user(f"The person refused this action: {self.thoughts[-1]}")]
                continue
            if not refused:
                self._do(call.get("action") or call["actions"][0])
            new = [self._result(call)]
            if refused:
                new.append(self._user("Refused by a rule: click somewhere."))
            previous = answer["id"]
        raise AssertionError(f"no end after {most} turns: {self.thoughts[-3:]}")

    def ask(self, new: list[Json], previous: str | None) -> Json:
        """Send one request."""
        items = new if self.chained else [*self.history, *new]
        tool = TOOLS[self.dialect] | ({} if self.dialect in {"openai", "functions"} else self._size())
        body: Json = {"model": "local", "input": items, "tools": [tool], "stream": self.stream}
        if self.dialect != "lightcone":
            body["tools"].append(DONE)
        if self.chained and previous:
            body["previous_response_id"] = previous
        answer = self._post(body)
        self.history += [*new, *answer["output"]]
        said = [part["text"] for item in answer["output"] if item["type"] == "reasoning" for part in item["summary"]]
        self.thoughts.append(" ".join(said))
        return answer

    def _post(self, body: Json) -> Json:
        reply = self.http.post("/responses", json=body)
        self.seconds.append(reply.elapsed.total_seconds())
        assert reply.status_code == 200, reply.text
        if not self.stream:
            whole: Json = reply.json()
            return whole
        events = [json.loads(line[6:]) for line in reply.text.splitlines() if line.startswith("data: ")]
        last: Json = events[-1]["response"]
        return last

    def _size(self) -> Json:
        return {"display_width": self.display.size[0], "display_height": self.display.size[1]}

    def _user(self, text: str) -> Json:
        picture = {"type": "input_image", "image_url": data_url(steady(self.display))}
        if self.dialect != "lightcone":
            picture["detail"] = "auto"
        return {"role": "user", "content": [{"type": "input_text", "text": text}, picture]}

    def _result(self, call: Json) -> Json:
        kind = "input_image" if self.dialect == "lightcone" else "computer_screenshot"
        output = {"type": kind, "image_url": data_url(steady(self.display))}
        result = {"type": "computer_call_output", "call_id": call["call_id"], "output": output}
        checks = call.get("pending_safety_checks") or []
        self.checks += checks
        return result | ({"acknowledged_safety_checks": checks} if checks else {})

    def _end(self, answer: Json) -> Json | None:
        for item in answer["output"]:
            if item["type"] == "function_call":
                told: Json = json.loads(item["arguments"])
                return told
            if item["type"] == "message":
                return {"message": item["content"][0]["text"]}
            if item["type"] == "computer_call" and item.get("action", {}).get("type") in {"done", "terminate"}:
                action = item["action"]
                return {"message": action["result"], "status": action["status"]}
        return None

    def _do(self, action: Json) -> None:
        self.actions.append(action)
        hands = Hands(self.display)
        match action["type"]:
            case "click" | "double_click" | "right_click":
                button = 3 if action["type"] == "right_click" or action.get("button") == "right" else 1
                hands.click(action["x"], action["y"], button, 2 if action["type"] == "double_click" else 1)
            case "move":
                hands.move(action["x"], action["y"])
            case "type":
                hands.type(action["text"])
            case "keypress":
                hands.press("+".join(_XDOTOOL.get(key, key) for key in action["keys"]))
            case "scroll":
                hands.scroll(action["x"], action["y"], action["scroll_y"] // 100)
            case "drag":
                path = action.get("path")
                start = (path[0]["x"], path[0]["y"]) if path else (action["x"], action["y"])
                end = (path[-1]["x"], path[-1]["y"]) if path else (action["end_x"], action["end_y"])
                hands.drag(start, end)
            case "wait" | "screenshot":
                pass
            case other:
                raise AssertionError(other)
