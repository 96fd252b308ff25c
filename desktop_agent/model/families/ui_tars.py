"""UI-TARS up to 1.5: no functions; it writes “Thought: …” and “Action: click(start_box='(x,y)')”.

Source: https://github.com/bytedance/UI-TARS/blob/main/README_coordinates.md, and its prompts for 1.5, which have points
(`point='<point>300 200</point>'`, `start_point`, `end_point`) in the place of boxes. A scroll has no length: it goes
200 pixels, so that nothing is passed over.
"""

from __future__ import annotations

from desktop_agent.model.family import Family, ModelWord, Notation, WordArgument

_BOX = {"type": "array", "items": {"type": "number"}}
_AT = {"start_box": WordArgument(_BOX, ("x", "y"), also=("point", "start_point"))}
_FROM_TO = {**_AT, "end_box": WordArgument(_BOX, ("end_x", "end_y"), also=("end_point",))}
_CONTENT = {"content": WordArgument({"type": "string"}, ("text",))}
_OR_NOTHING = {"content": WordArgument({"type": "string"}, ("text",), required=False)}
_KEY = {"key": WordArgument({"type": "array"}, ("keys",))}
_WAY = {**_AT, "direction": WordArgument({"type": "string", "enum": ["up", "down", "left", "right"]}, ("direction",))}
_HELP = {"type": "terminate", "status": "failed", "text": "The model asks for a person's help."}

FAMILY = Family(
    name="ui-tars",
    models=r"ui-?tars(?!-?2(?:$|[-.:]))",
    words=(
        ModelWord("click", "", {"type": "click", "button": "left"}, _AT),
        ModelWord("left_double", "", {"type": "double_click"}, _AT),
        ModelWord("right_single", "", {"type": "click", "button": "right"}, _AT),
        ModelWord("drag", "", {"type": "drag"}, _FROM_TO),
        ModelWord("hotkey", "", {"type": "keypress"}, _KEY),
        ModelWord("type", "", {"type": "type"}, _CONTENT),
        ModelWord("scroll", "", {"type": "scroll", "pixels": 200}, _WAY),
        ModelWord("wait", "", {"type": "wait", "for_s": 5}),
        ModelWord("finished", "", {"type": "done"}, _OR_NOTHING),
        ModelWord("call_user", "", _HELP),
    ),
    coordinates="resized28",
    notation=Notation("Action:", as_code=True, once=True, thought="Thought:"),
    writes="text alone",
    prompt="""You work a computer by its screen. You get a task, what you did so far, and pictures of the screen.
Answer with your next action in this form, and nothing after it:
Thought: a small plan, and the next action in one sentence
Action: one of
click(start_box='(x,y)')
left_double(start_box='(x,y)')
right_single(start_box='(x,y)')
drag(start_box='(x,y)', end_box='(x,y)')
hotkey(key='ctrl c')
type(content='text')  with \\', \\" and \\n for signs that need it; \\n at the end submits
scroll(start_box='(x,y)', direction='down')
wait()
finished(content='what was done')
call_user()""",
    pictures=5,
)
