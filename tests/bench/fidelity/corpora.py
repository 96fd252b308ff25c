"""The texts of the bench: what keyboards have, what they lack, and code with tabs."""

_BLOCK = '''class Shelf:
\t"""Things, by name."""

\tdef __init__(self, size=8, *, label="a, b"):
\t\tself.items = {}
\t\tself.size, self.label = size, label

\tdef put(self, name, thing):
\t\tif name in self.items or len(self.items) >= self.size:
\t\t\traise KeyError(f"no room for {name!r} (of {self.size})")
\t\tself.items[name] = [thing, '"quoted"', (1, 2)]
\t\tfor key in sorted(self.items):
\t\t\tif key < name and key != "-":
\t\t\t\tprint(key, "->", self.items[key][0] * 2 / 3)

\tdef take(self, name):
\t\tthing, *rest = self.items.pop(name, [None])
\t\treturn thing if not rest else (thing, rest[0])

\tdef names(self):
\t\treturn sorted(self.items, key=lambda it: (-len(it), it))
# i -> the end; teh 1st & 2nd (c) ... "it's" done -- ok? [x] {y} <z> ~ ^ ` \\ | @ $ % # + = _'''
CORPORA = {
    "punctuation": '"The" quick [brown] fox\'s <jumps> {over} 13 lazy dogs; 100% @home #1 & ~$5^2 = *25* | a\\b/c `z`!',
    "German and Polish": "Zwölf Boxkämpfer jagen Viktor – „Größe“, 5 €! Zażółć gęślą jaźń; ŁÓDŹ.",
    "polytonic Greek": "Ἐν ἀρχῇ ἦν ὁ λόγος, καὶ ὁ λόγος ἦν πρὸς τὸν θεόν· ᾧ ᾗ ΰ ῶ Ῥ ὖ.",
    "Russian": "Съешь ещё этих мягких французских булок, да выпей чаю № 5.",
    "CJK and emoji": "日本語のテキスト 한국어 中文 𠮷野家 👩‍👩‍👧‍👦 🇩🇪 👍🏽 ❤️‍🔥.",
    "code": _BLOCK,
}
