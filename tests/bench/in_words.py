"""Ten tasks of about 15 acts over MCP, each played with a picture after every act, and with words: what both cost.

`python -m tests.bench.in_words [NAME…]`. The client is a script: it takes what an act says for its next one where the
words hold what that needs, else it asks `find`, and where that has it neither, it takes a picture. What was done is
judged by the program's own file, or by what its page sends.
"""

import asyncio
import io
import json
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.mcp_agent import Agent, Told, agent, environment
from tests.fakes.programs.apps import running
from tests.fakes.programs.browser import browsing
from tests.fakes.servers.loopback_server import LoopbackServer, QuietHandler

Act = Mapping[str, object]
_ASKS = {"GTK_MODULES": "gail:atk-bridge", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
SEEN = "a picture"  # what a step needs that words can't hold
_THINKS_S = 0.5
_NOT_DONE = re.compile(r"wasn't|was not|Nothing was done|No control|controls are called|isn't known")


def click(name: str) -> Act:
    return {"action": "click", "name": name}


def double(name: str) -> Act:
    return {"action": "double_click", "name": name}


def text(words: str) -> Act:
    return {"action": "type", "text": words}


def press(*keys: str) -> Act:
    return {"action": "press", "keys": list(keys)}


WAIT: Act = {"action": "wait", "seconds": 1.5}


def drag(*points: int) -> Act:
    return {"action": "drag", **dict(zip(("x", "y", "end_x", "end_y"), points, strict=True))}


@dataclass(frozen=True, slots=True)
class Step:
    act: tuple[Act, ...]
    needs: str = ""  # a regular expression: what the next act is decided on


def step(*act: Act, needs: str = "") -> Step:
    return Step(act, needs)


class _Handler(QuietHandler):
    def do_GET(self) -> None:
        self.served.asked.append(self.path)
        page = self.served.pages.get(self.path.partition("?")[0], "")
        self.say(200 if page else 404, "text/html; charset=utf-8", page.encode())


@dataclass
class Pages(LoopbackServer):
    pages: Mapping[str, str]
    asked: list[str]
    handler = _Handler


def _page(title: str, body: str) -> str:
    return f"<!doctype html><meta charset=utf-8><title>{title}</title><body style='font:16px sans-serif'>{body}"


FORM = {
    "/": _page(
        "Order",
        "<h1>Step 1: who</h1><form action=/2><p><label>Full name <input name=name></label><p><label>E-mail "
        "<input name=mail></label><p><label><input type=checkbox name=news> Send me news</label>"
        "<p><button>Next step</button></form>",
    ),
    "/2": _page(
        "Order",
        "<h1>Step 2: what</h1><form action=/3><p><label>Quantity <input name=count></label>"
        "<p><label><input type=radio name=size value=s> Small</label><label><input type=radio name=size value=l> Large"
        "</label><p><label>Remarks <textarea name=remarks></textarea></label><p><button>Review order</button></form>",
    ),
    "/3": _page(
        "Order",
        "<h1>Step 3: check</h1><p>Total: 84 euros, delivered on Thursday.<form action=/4><p><label>"
        "<input type=checkbox name=terms> I accept the terms</label><p><button>Place order</button></form>",
    ),
    "/4": _page("Order", "<h1>Thank you</h1><p>Your order number is 4711-B.<p><a href=/5>Track order</a>"),
    "/5": _page(
        "Order",
        "<h1>Tracking</h1><form action=/6><label>Order number <input name=no></label><button>Track</button></form>",
    ),
    "/6": _page("Order", "<h1>On its way</h1><p>Depot Vienna, 10:40."),
}
TODO = {
    "/": _page(
        "Todo",
        "<h1>Things to do</h1><label>New item <input id=new></label><button onclick=add()>Add item</button>"
        "<button onclick=clean()>Clear done</button><button onclick=send()>Send list</button><ul id=list></ul>"
        "<p id=said role=status></p><script>const $=i=>document.getElementById(i);"
        "function add(){if(!$('new').value){$('said').textContent='Please write something first.';return}"
        "const li=document.createElement('li');li.innerHTML=`<label><input type=checkbox> ${$('new').value}</label>`;"
        "$('list').append(li);$('new').value='';$('said').textContent=$('list').children.length+' items'}"
        "function clean(){for(const li of [...$('list').children])if(li.querySelector('input').checked)li.remove();"
        "$('said').textContent=$('list').children.length+' items left'}"
        "function send(){if(confirm('Send the list to the kitchen?'))fetch('/sent?'+[...$('list').children].map("
        "l=>l.textContent.trim()).join(',')).then(()=>{$('said').textContent='The kitchen has it.'})}</script>",
    )
}
CANVAS = {
    "/": _page(
        "Drawing",
        "<button onclick=\"c='red'\">Red</button><button onclick=\"c='blue'\">Blue</button>"
        "<button onclick=fetch('/sent?'+lines)>Hand in</button><br>"
        "<canvas id=a width=900 height=500 style='border:1px solid'></canvas>"
        "<script>let c='black',lines=0,at=null;const a=document.getElementById('a'),g=a.getContext('2d');"
        "g.lineWidth=6;a.onmousedown=e=>at=[e.offsetX,e.offsetY];a.onmouseup=e=>{g.strokeStyle=c;g.beginPath();"
        "g.moveTo(...at);g.lineTo(e.offsetX,e.offsetY);g.stroke();lines++}</script>",
    )
}
SHOP = {
    "/": _page(
        "Shop",
        "<h1>Lamps</h1><label>Search <input id=s oninput=show()></label><table id=t></table><p id=basket>Basket: empty"
        "<p><button onclick=pay()>Check out</button><dialog id=d><form method=dialog><p>Pay <span id=sum></span> euros?"
        "<p><label>Voucher <input id=v></label><button onclick=\"fetch('/sent?'+n+','+v.value)\">Pay now</button>"
        "<button>Back to shop</button></form></dialog><script>const all=[['Desk lamp',30],['Floor lamp',80],"
        "['Night light',12],['Torch',20]];let n='',sum0=0;const $=i=>document.getElementById(i);"
        "function show(){$('t').innerHTML=all.filter(l=>l[0].toLowerCase().includes($('s').value.toLowerCase())).map("
        "l=>`<tr><td>${l[0]}<td>${l[1]} euros<td><button onclick=\"put('${l[0]}',${l[1]})\">Add ${l[0]}</button>`)"
        ".join('')}"
        "function put(a,b){n+=a+';';sum0+=b;$('basket').textContent='Basket: '+sum0+' euros'}"
        "function pay(){$('sum').textContent=sum0;$('d').showModal()}show()</script>",
    )
}
_DESIGNER = Path(sys.prefix) / "lib/python3.11/site-packages/PySide6/designer"
_ZENITY = """#!/bin/sh
cd "$1"
zenity --forms --title Guest --text "New guest" --add-entry Name --add-entry Town > 1 &&
zenity --list --title Room --text "Which room?" --column Room --column Price Garden 90 Street 70 Tower 120 > 2 &&
zenity --question --title Breakfast --text "With breakfast?" --ok-label "With it" --cancel-label No && echo with > 3
zenity --entry --title Remark --text "Anything else?" --entry-text none > 4 &&
zenity --scale --title Nights --text "How many nights?" --min-value 1 --max-value 9 --value 2 > 5 &&
zenity --info --title Booked --text "Room booked. Key code 5512." &&
zenity --entry --title Code --text "Repeat the key code" > 6 &&
zenity --question --title Bill --text "Print the bill?" --ok-label "Print it" --cancel-label "No bill" && echo bill > 7
zenity --info --title Bye --text "Good night" && echo end > 8
"""


@dataclass(frozen=True, slots=True)
class Task:
    steps: tuple[Step, ...]
    started: Callable[
        [PrivateDisplay, Path, ExitStack], Callable[[], object]
    ]  # returns what the program says in the end
    wanted: object


def _program(*words: str, title: str, said: Callable[[Path], object]) -> Callable[..., Callable[[], object]]:
    def start(display: PrivateDisplay, folder: Path, stack: ExitStack) -> Callable[[], object]:
        (folder / "app").mkdir(parents=True)
        (folder / "app" / "book.sh").write_text(_ZENITY)
        command = [word.replace("HOME", str(folder / "app")) for word in words]
        stack.enter_context(running(command, display, folder / "app", title, environment=_ASKS))
        return lambda: said(folder / "app")

    return start


def _browser(pages: Mapping[str, str], title: str, wanted: str) -> Callable[..., Callable[[], object]]:
    def start(display: PrivateDisplay, folder: Path, stack: ExitStack) -> Callable[[], object]:
        asked: list[str] = []
        url = stack.enter_context(Pages(pages, asked)).url
        stack.enter_context(browsing(display, folder / "app", url, title, more=("force-renderer-accessibility",)))
        return lambda: [path for path in asked if path.startswith(wanted)]

    return start


def _firefox(pages: Mapping[str, str], title: str, wanted: str) -> Callable[..., Callable[[], object]]:
    def start(display: PrivateDisplay, folder: Path, stack: ExitStack) -> Callable[[], object]:
        asked: list[str] = []
        url = stack.enter_context(Pages(pages, asked)).url
        (folder / "app" / "p").mkdir(parents=True)
        (folder / "app" / "p" / "user.js").write_text(
            'user_pref("browser.aboutwelcome.enabled",false);user_pref("datareporting.policy.dataSubmissionEnabled",false);'
        )
        command = ["firefox-esr", "--no-remote", "--profile", str(folder / "app" / "p"), url]
        more = {**_ASKS, "GNOME_ACCESSIBILITY": "1"}
        stack.enter_context(running(command, display, folder / "app", title, environment=more))
        return lambda: [path for path in asked if path.startswith(wanted)]

    return start


def _lines(file: str) -> Callable[[Path], object]:
    return lambda home: (home / file).read_text().split("\n") if (home / file).exists() else None


TASKS: Mapping[str, Task] = {
    "a1 letter": Task(
        (
            step(text("Dear Ada\nthe meeting is on Monday\n"), needs="Monday"),
            step(click("Search"), needs="Find and Replace"),
            step(click("Find and Replace..."), needs="Find and Replace”[^§]*Replace"),
            step(text("Monday"), needs="Monday"),
            step(press("tab"), needs="Replace with|field"),
            step(text("Friday"), needs="Friday"),
            step(click("Replace all in:"), needs="Replace All|checked"),
            step(click("Replace All"), needs="2|Friday"),
            step(click("Close"), needs="Gone|Friday"),
            step(press("ctrl", "end")),
            step(text("Yours Bob"), needs="Yours Bob"),
            step(click("File"), needs="Save As"),
            step(click("Save As..."), needs="Name"),
            step(text("letter.txt"), needs="letter.txt"),
            step(click("Save"), needs="letter.txt"),
        ),
        _program("mousepad", "--disable-server", title="Mousepad", said=_lines("letter.txt")),
        ["Dear Ada", "the meeting is on Friday", "Yours Bob"],
    ),
    "a2 order": Task(
        (
            step(click("Full name"), needs="Full name"),
            step(text("Ada King"), needs="Ada King"),
            step(click("E-mail"), needs="E-mail"),
            step(text("ada@example.org"), needs="ada@example"),
            step(click("Send me news"), needs="checked"),
            step(click("Next step"), needs="Quantity[^§]*Review order"),
            step(click("Quantity"), needs="Quantity"),
            step(text("3"), needs="3"),
            step(click("Large"), needs="Large[^§]*(checked|selected)"),
            step(click("Remarks"), needs="Remarks"),
            step(text("Ring twice"), needs="Ring twice"),
            step(click("Review order"), needs="84 euros[^§]*accept|accept[^§]*84 euros"),
            step(click("I accept the terms"), needs="checked"),
            step(click("Place order"), needs="4711-B"),
            step(click("Track order"), needs="Order number"),
            step(click("Order number"), text("4711-B"), needs="4711-B"),
            step(click("Track"), needs="Vienna"),
        ),
        _browser(FORM, "Order", "/6"),
        ["/6?no=4711-B"],
    ),
    "a3 dialog": Task(
        (
            step(click("Widget"), needs="Widget"),
            step(click("Create"), needs="untitled"),
            step(click("Settings"), needs="Preferences"),
            step(click("Preferences..."), needs="Template Paths[^§]*Cancel"),
            step(click("Forms"), needs="Forms[^§]*selected|Default Grid"),
            step(click("Embedded Design"), needs="Embedded Design[^§]*selected|Device"),
            step(click("Cancel"), needs="Gone"),
            step(click("View"), needs="Widget Box[^§]*checked"),
            step(click("Widget Box"), needs="Gone|Widget Box"),
            step(click("File"), needs="Save As"),
            step(click("Save As..."), needs="File name|Save"),
            step(press("ctrl", "a"), needs=""),
            step(text("mine.ui"), needs="mine.ui"),
            step(click("Save"), needs="mine.ui"),
            step(click("View"), needs="Widget Box"),
            step(click("Widget Box"), needs="Widget Box|Layouts"),
        ),
        _program(
            str(_DESIGNER),
            title="Qt Widgets Designer",
            said=lambda home: (home / "mine.ui").is_file(),
        ),
        True,
    ),
    "a4 sheet": Task(
        (
            step(text("Town\tPeople\n"), needs="A2|Town"),
            step(text("Vienna\t2000\n"), needs="A3|Vienna"),
            step(text("Graz\t300\n"), needs="A4|Graz"),
            step(text("Linz\t210\n"), needs="A5|Linz"),
            step(text("Sum\t=SUM(B2:B4)\n"), needs="2510|A6"),
            step(press("ctrl", "home"), needs="A1|Town"),
            step(click("Bold"), needs="Bold"),
            step(click("File"), needs="Save As"),
            step(click("Save As..."), WAIT, needs="Name|Save"),
            step(press("ctrl", "a")),
            step(text("towns.csv"), needs="towns.csv"),
            step(press("enter"), WAIT, needs="Use Text CSV"),
            step(click("Use Text CSV Format"), WAIT, needs="Export Text File[^§]*OK"),
            step(click("OK"), needs="Gone|towns.csv"),
        ),
        _program("localc", "--norestore", "--nologo", title="LibreOffice Calc", said=_lines("towns.csv")),
        ["Town,People", "Vienna,2000", "Graz,300", "Linz,210", "Sum,2510", ""],
    ),
    "a5 drawing": Task(
        (
            step(click("Red"), needs=""),
            *(step(drag(200 + 40 * n, 250, 200 + 40 * n, 400), needs=SEEN) for n in range(4)),
            step(click("Blue"), needs=""),
            *(step(drag(200, 260 + 30 * n, 400, 260 + 30 * n), needs=SEEN) for n in range(4)),
            step(click("Red"), needs=""),
            *(step(drag(500, 260 + 30 * n, 600, 260 + 30 * n), needs=SEEN) for n in range(3)),
            step(click("Hand in")),
        ),
        _browser(CANVAS, "Drawing", "/sent"),
        ["/sent?11"],
    ),
    "b1 preferences": Task(
        (
            step(click("Edit"), needs="Preferences"),
            step(click("Preferences..."), needs="Preferences[^§]*line numbers"),
            step(click("Show line numbers"), needs="checked"),
            step(click("Highlight current line"), needs="checked"),
            step(click("Editor"), needs="Tab|Indentation"),
            step(click("Enable automatic indentation"), needs="checked"),
            step(click("Window"), needs="Window|Toolbar|tabs"),
            step(click("View"), needs="View|line numbers"),
            step(click("Long line margin at column:"), needs="checked"),
            step(press("escape"), needs="Gone"),
            step(text("one\ntwo\n"), needs="two"),
            step(click("Document"), needs="Word Wrap"),
            step(click("Word Wrap")),
            step(click("File"), needs="Save"),
            step(click("Save"), needs="Name"),
            step(text("p.txt\n"), needs="p.txt"),
        ),
        _program("mousepad", "--disable-server", title="Mousepad", said=_lines("p.txt")),
        ["one", "two", ""],
    ),
    "b2 list": Task(
        (
            step(click("Add item"), needs="write something"),
            step(click("New item"), needs="New item"),
            step(text("Bread"), needs="Bread"),
            step(click("Add item"), needs="Bread[^§]*1 items|1 items[^§]*Bread"),
            step(click("New item"), text("Milk"), needs="Milk"),
            step(click("Add item"), needs="2 items"),
            step(click("New item"), text("Salt"), needs="Salt"),
            step(press("tab"), press("enter"), needs="3 items"),
            step(click("Milk"), needs="Milk[^§]*checked"),
            step(click("Clear done"), needs="2 items left"),
            step(click("Send list"), needs="kitchen\\?[^§]*OK"),
            step(click("Cancel"), needs="Gone|keyboard"),
            step(click("New item"), text("Oil"), needs="Oil"),
            step(click("Add item"), needs="3 items"),
            step(click("Send list"), needs="kitchen\\?[^§]*OK"),
            step(click("OK"), needs="kitchen has it"),
        ),
        _browser(TODO, "Todo", "/sent"),
        ["/sent?Bread,Salt,Oil"],
    ),
    "b3 shop": Task(
        (
            step(click("Search"), needs="Search"),
            step(text("lamp"), needs="lamp"),
            step(click("Add Desk lamp"), needs="30 euros"),
            step(click("Add Floor lamp"), needs="110 euros"),
            step(click("Check out"), needs="Pay now"),
            step(click("Back to shop"), needs="Gone|keyboard|Focus"),
            step(click("Search"), press("ctrl", "a"), needs="Search"),
            step(text("light"), needs="Night light"),
            step(click("Add Night light"), needs="122 euros"),
            step(click("Search"), press("ctrl", "a"), text("torch"), needs="Torch"),
            step(click("Add Torch"), needs="142 euros"),
            step(click("Check out"), needs="142"),
            step(click("Voucher"), needs="Voucher"),
            step(text("XMAS"), needs="XMAS"),
            step(click("Pay now"), needs=""),
        ),
        _firefox(SHOP, "Shop", "/sent"),
        ["/sent?Desk%20lamp;Floor%20lamp;Night%20light;Torch;,XMAS"],
    ),
    "b4 booking": Task(
        (
            step(click("Name"), needs="Name"),
            step(text("Ada"), needs="Ada"),
            step(press("tab"), needs="Town"),
            step(text("London"), needs="London"),
            step(click("OK"), WAIT, needs="Which room[^§]*Tower|Tower"),
            step(click("Tower"), needs="Tower[^§]*selected"),
            step(click("OK"), WAIT, needs="breakfast[^§]*With it"),
            step(click("With it"), WAIT, needs="Anything else"),
            step(press("ctrl", "a"), text("Late arrival"), needs="Late arrival"),
            step(click("OK"), WAIT, needs="How many nights"),
            step(press("right"), needs="3"),
            step(click("OK"), WAIT, needs="5512"),
            step(click("OK"), WAIT, needs="Repeat the key code"),
            step(text("5512"), needs="5512"),
            step(click("OK"), WAIT, needs="Print the bill[^§]*No bill"),
            step(click("No bill"), WAIT, needs="Good night"),
            step(click("OK")),
        ),
        _program(
            "sh",
            "HOME/book.sh",
            "HOME",
            title="^Guest$",
            said=lambda home: {int(file.name): file.read_text().strip() for file in sorted(home.glob("[0-9]"))},
        ),
        {1: "Ada|London", 2: "Tower", 3: "with", 4: "Late arrival", 5: "3", 6: "5512", 8: "end"},
    ),
    "b5 folders": Task(
        (
            step(click("File"), needs="Create New"),
            step(click("Create New..."), needs="Folder"),
            step(click("Folder"), needs="OK|name"),
            step(press("ctrl", "a"), text("Letters"), needs="Letters"),
            step(click("OK"), needs=SEEN),
            step(click("File"), needs="Create New"),
            step(click("Create New..."), needs="Empty File"),
            step(click("Empty File"), needs="OK|name"),
            step(press("ctrl", "a"), text("note.txt"), needs="note.txt"),
            step(click("OK"), needs=SEEN),
            step(click("Edit"), needs="Select All"),
            step(click("Invert Selection"), needs=""),
            step(click("View"), needs="Show Hidden|Folder View"),
            step(press("escape")),
            step(click("Edit"), needs="Preferences"),
            step(press("escape")),
        ),
        _program(
            "pcmanfm",
            "--no-desktop",
            "HOME",
            title="app",
            said=lambda home: ((home / "Letters").is_dir(), (home / "note.txt").is_file()),
        ),
        (True, True),
    ),
}


def picture_tokens(width: int, height: int) -> int:
    """Return the tokens of a picture: width × height / 750 (docs.claude.com, “Vision”, up to 1,568 px a side)."""
    return round(width * height / 750)


@dataclass
class Played:
    """What a task has cost: in texts (counted afterwards) and in pictures."""

    texts: list[str] = field(default_factory=list)
    acts: int = 0
    asked: int = 0  # `find` as the act's words held too little
    looked: int = 0  # pictures that were asked for
    pictures: list[int] = field(default_factory=list)  # tokens of each
    refused: list[str] = field(default_factory=list)
    said: object = None

    def take(self, told: Told, request: object) -> str:
        self.texts += [json.dumps(request), told.text]
        if told.picture:
            self.pictures.append(picture_tokens(*Image.open(io.BytesIO(told.picture)).size))
        return told.text


async def play(caller: Agent, task: Task, way: str, verbose: bool) -> Played:
    played = Played()

    async def call(tool: str, **arguments: object) -> Told:
        reported = await caller.call(tool, **arguments)
        played.take(reported, {"name": tool, "arguments": arguments})
        if verbose:
            cost = played.pictures[-1] if reported.picture else 0
            print(f"[{tool} {json.dumps(arguments)[:150]}] pic={cost}\n{reported.text}\n")
        return reported

    await call("look" if way == "pictures" else "find")
    for each in task.steps:
        await asyncio.sleep(_THINKS_S)
        if way == "pictures":
            shows = {"show": "whole"}
        elif way == "before":
            shows = {"show": "none"}
        else:
            shows = {}
        reported = await call("act", actions=list(each.act), **shows)
        played.acts += 1
        if reported.is_error or _NOT_DONE.search(reported.text):
            played.refused.append(f"{json.dumps(each.act)}: {reported.text[:300]}")
        if reported.text.startswith("Nothing was done: you haven't seen"):
            played.acts += 1
            reported = await call("act", actions=list(each.act), **shows)
        if way == "pictures" or not each.needs or reported.picture:
            continue
        if each.needs != SEEN and re.search(each.needs, reported.text):
            continue
        if each.needs != SEEN:
            played.asked += 1
            found = await call("find")
            if re.search(each.needs, reported.text + found.text):
                continue
            read = await call("read")
            if re.search(each.needs, read.text):
                continue
        played.looked += 1
        await call("look")
    return played


def played(name: str, way: str, *flags: str, verbose: bool = False) -> Played:
    task = TASKS[name]
    with TemporaryDirectory() as folder, PrivateDisplay(1280, 800) as display, ExitStack() as stack:
        words = task.started(display, Path(folder), stack)
        granted = flags or ("--mode", "auto", "--approver", "none")

        async def work() -> Played:
            async with agent(environment(display, Path(folder) / "agent"), *granted) as caller:
                return await play(caller, task, way, verbose)

        done = asyncio.run(work())
        done.said = words()
        return done


if __name__ == "__main__":
    for named in sys.argv[2:] or TASKS:
        for name in (name for name in TASKS if name.startswith(named)):
            did = played(name, sys.argv[1], verbose=True)
            print(name, "said", did.said, "right" if did.said == TASKS[name].wanted else "WRONG")
            print(
                "acts",
                did.acts,
                "asked",
                did.asked,
                "looked",
                did.looked,
                "pictures",
                len(did.pictures),
                sum(did.pictures),
            )
            print("refused", *did.refused, sep="\n  ")
            print("texts", json.dumps(did.texts))
