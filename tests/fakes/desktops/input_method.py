"""An input method on a bus: `python -m tests.fakes.desktops.input_method fcitx|fcitx-shared|ibus ENGINE`.

The shared fcitx 5 has one state for all windows.
It writes a line each time it is switched: its engine and whether that is on.
"""

import asyncio
import sys

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.fakes.desktops.private_bus import tell

KEYBOARD = "xkb:us::eng"


class Fcitx:
    name = "org.fcitx.Fcitx5"

    def __init__(self, engine: str, shares: str) -> None:
        self.engine = engine
        self.shares = shares
        self.state = 2

    def answer(self, asked: Message) -> tuple[str, list[object]] | None:
        match asked.member:
            case "State":
                return "i", [self.state]
            case "CurrentInputMethod":
                return "s", [self.engine]
            case "GetConfig":
                behaviour = {"ShareInputState": Variant("s", self.shares)}
                return "va(sa(sssva{sv}))", [Variant("a{sv}", {"Behavior": Variant("a{sv}", behaviour)}), []]
            case "Activate" | "Deactivate":
                self.state = 2 if asked.member == "Activate" else 1
                tell(f"{self.engine} {self.state == 2}")
                return "", []
        return None


class IBus:
    name = "org.freedesktop.IBus"

    def __init__(self, engine: str) -> None:
        self.engine = engine

    def answer(self, asked: Message) -> tuple[str, list[object]] | None:
        match asked.member:
            case "Get":
                return "v", [Variant("v", _described(self.engine))]
            case "ListEngines":
                return "av", [[_described(name) for name in ("libpinyin", KEYBOARD)]]
            case "SetGlobalEngine":
                self.engine = str(asked.body[0])
                tell(self.engine)
                return "", []
        return None


def _described(engine: str) -> Variant:
    return Variant("(sa{sv}s)", ["IBusEngineDesc", {}, engine])


async def main(kind: str, engine: str) -> None:
    fcitx = {"fcitx": "No", "fcitx-shared": "All"}
    method = Fcitx(engine, fcitx[kind]) if kind in fcitx else IBus(engine)
    bus = await MessageBus().connect()

    def answer(asked: Message) -> Message | bool:
        found = method.answer(asked) if asked.message_type == MessageType.METHOD_CALL else None
        return False if found is None else Message.new_method_return(asked, *found)

    bus.add_message_handler(answer)
    await bus.request_name(method.name)
    tell("ready")
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
