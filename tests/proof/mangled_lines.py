"""The same for models that write lines such as `Action: click(start_box='(1,2)')`."""

from collections.abc import Callable

SAMPLE = (
    '<tool_call>\n{"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [1, 1]}}\n</tool_call>'
)


def boxed(change: Callable[[str, str], str]) -> Callable[[str], str]:
    """Return what writes the point of a text action in another way."""

    def changed(text: str) -> str:
        before, mark, rest = text.partition("start_box='(")
        if not mark:
            return text
        x, _, more = rest.partition(",")
        y, _, after = more.partition(")'")
        return f"{before}start_box={change(x, y)}{after}"

    return changed


ON_ACTIONS: dict[str, Callable[[str], str]] = {
    "a box": boxed(lambda x, y: f"'({x},{y},{int(x) + 9},{int(y) + 9})'"),
    "no brackets": boxed(lambda x, y: f"'{x},{y}'"),
    "a blank for a comma": boxed(lambda x, y: f"'({x} {y})'"),
    "decimals with a comma": boxed(lambda x, y: f"'({x},5,{y},5)'"),
    "parts of a hundred": boxed(lambda _, __: "'(50%,50%)'"),
    "with a unit": boxed(lambda x, y: f"'({x}px,{y}px)'"),
    "no numbers": boxed(lambda _, __: "'(NaN,NaN)'"),
    "very large": boxed(lambda _, __: "'(1e9,1e9)'"),
    "signs of a wide script": boxed(lambda _, __: "'(４００，３００)'"),
    "digits of a wide script": boxed(lambda _, __: "'(４００,３００)'"),
    "digits of another script": boxed(lambda _, __: "'(٤٠٠,٣٠٠)'"),
    "two points": boxed(lambda x, y: f"'({x},{y}) or (1,1)'"),
    "two points in a list": boxed(lambda x, y: f"'[({x},{y}),(1,1)]'"),
    "another minus": boxed(lambda x, y: f"'(−{x},−{y})'"),
    "nothing": boxed(lambda _, __: "''"),
    "null": boxed(lambda _, __: "None"),
    "a bare point": boxed(lambda x, y: f"({x},{y})"),
    "quotes of print": boxed(lambda x, y: f"‘({x},{y})’"),
    "half a point": boxed(lambda x, _: f"'({x})'"),
    "names for numbers": lambda text: text.replace("start_box='(", "x=").replace(")'", "").replace(",", ", y=", 1),
    "a point by another name": lambda text: text.replace("start_box", "point"),
    "a name in capitals": lambda text: text.replace("start_box", "START_BOX").replace("content", "CONTENT"),
    "duplicate names": lambda text: text[:-1] + ", content='a', content='b')",
    "in a fence": lambda text: text.replace("Action: ", "Action:\n```\n") + "\n```",
    "in ticks": lambda text: text.replace("Action: ", "Action: `") + "`",
    "bold": lambda text: text.replace("Action:", "**Action:**"),
    "numbered": lambda text: text.replace("Action:", "Action 1:"),
    "small": lambda text: text.replace("Action:", "action:"),
    "a wide colon": lambda text: text.replace("Action:", "Action："),
    "of another language": lambda text: text.replace("Action: ", "Action: 点击_"),
    "another name": lambda text: text.replace("Action: ", "Action: left_"),
    "of a library": lambda text: text.replace("Action: ", "Action: pyautogui."),
    "a capital": lambda text: text.replace("Action: ", "Action: X").replace("Xc", "C").replace("Xt", "T"),
    "a blank before the bracket": lambda text: text.replace("(", " (", 1),
    "a semicolon": lambda text: f"{text};",
    "a remark": lambda text: f"{text}  # as asked",
    "a mark at the end": lambda text: f"{text}</s>",
    "another mark at the end": lambda text: f"{text}<|im_end|>",
    "in a list": lambda text: text.replace("Action: ", "Action: [") + "]",
    "as a table": lambda text: text.replace("Action: ", "Action: {'do': ") + "}",
    "on one line with the thought": lambda text: text.replace("\n", " "),
    "a sample before": lambda text: f"Thought: One writes\nAction: click(start_box='(1,1)')\n\n{text}",
    "a sample before on its line": lambda text: (
        f"Thought: One writes\nAction: click(start_box='(1,1)')\nlike this.\n{text}"
    ),
    "a sample in a thought": lambda text: f"<think>One writes\nAction: click(start_box='(1,1)')\n</think>\n{text}",
    "a sample in a thought with blank lines": lambda text: (
        f"<think>\n\nAction: click(start_box='(1,1)')\n\n</think>\n\n{text}"
    ),
    "a second one cut off": lambda text: f"{text}\n\nclick(start_box='(1",
    "a second one of another name": lambda text: f"{text}\n\nrun(command='ls')",
    "a second one marked": lambda text: f"{text}\n\nAction: click(start_box='(1,1",
    "words behind": lambda text: f"{text}\n\nThen I look whether it has worked.",
    "an observation behind": lambda text: f"{text}\n\nObservation: it worked.",
    "in a tag": lambda text: text.replace("Action: ", "Action: <action>") + "</action>",
    "as of Qwen": lambda _: SAMPLE,
    "JSON": lambda _: 'Action: {"name": "click", "arguments": {"start_box": "(1,1)"}}',
    "keys with a plus": lambda text: text.replace("ctrl s", "ctrl+s"),
    "keys with a dash": lambda text: text.replace("ctrl s", "ctrl-s"),
    "keys in a list": lambda text: text.replace("'ctrl s'", "['ctrl', 's']"),
    "another quote inside": lambda text: text.replace("\\'", "'"),
    "entities": lambda text: text.replace("'", "&#39;"),
    "a way in capitals": lambda text: text.replace("'down'", "'DOWN'"),
    "another way": lambda text: text.replace("'down'", "'downwards'"),
}
