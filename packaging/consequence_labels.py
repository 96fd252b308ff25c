"""Makes `desktop_agent/policy/consequence_labels.txt` from the translations that Debian's desktops ship.

    python packaging/consequence_labels.py FOLDER            download into the folder, measure, write the file
    python packaging/consequence_labels.py FOLDER --measure  only measure

A label is taken where its English original (msgid) sends, deletes, buys, pays, submits or ends a session. Dropped are
labels that also translate something harmless in any language, words of the desktops' English, and English words
altogether. Each half of the desktops is measured by the labels of the other half.
"""

from __future__ import annotations

import gettext
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.policy import consequence_words
from desktop_agent.policy.consequence_words import LONGEST_NAME, MOST_WORDS, LabelIndex, plain_name, words_of

OUT = Path(consequence_words.__file__).with_name("consequence_labels.txt")
GNOME = (
    "libgtk-3-common libgtk-4-common nautilus-data gnome-session-common gnome-shell-common gnome-software-common "
    "gnome-control-center-data gnome-disk-utility evolution-common geary gedit-common eog"
).split()
OTHERS = (
    "dolphin kio kmail libkf5configwidgets-data libkf5xmlgui-data libkf5mailcommon-data plasma-workspace-data "
    "partitionmanager caja-common mate-session-manager thunar-data xfce4-session mousepad libfm-data cinnamon-l10n "
    "claws-mail-i18n"
).split()
ENGLISH = "wamerican"

# What a label says in English, in lower case, without mnemonic and dots.
LABELS = {
    "send": "send|resend|send now|send message|send mail|send email|send later|send reply",
    "delete": "delete|remove|erase|discard|replace|overwrite|uninstall|move to trash|delete permanently|empty trash"
    "|delete all|remove all|clear all|shred|wipe|move to wastebin|empty wastebasket|delete from trash"
    "|discard changes|replace all|delete file|remove account|delete message|delete folder|uninstall application"
    "|clear history|delete selected|discard all",
    "submit": "submit|publish|post",
    "system": "shut down|shutdown|power off|restart|reboot|log out|logout|log off|suspend|hibernate|format|switch user"
    "|turn off|shut down computer|restart computer|format disk|format partition|format drive|shut down now"
    "|restart now|reboot now|turn off computer",
    "buy": "buy|purchase|buy now",
    "pay": "pay|donate|pay now",
    "run": "execute|run|run command|execute command|run program|run in terminal|open in terminal|open terminal"
    "|open terminal here|run script|run macro|install|install now|install updates|launch anyway|run software",
    "grant": "allow|allow once|allow always|always allow|grant|grant access|authorize|authenticate|unlock|trust"
    "|accept|accept all|agree|i agree|permit|accept invitation|pair|mark as trusted|trust and launch",
}
HARMLESS = frozenset(
    (
        "cancel|close|open|save|copy|paste|cut|undo|redo|new|view|edit|help|about|preferences|properties|find|search"
        "|next|previous|back|forward|zoom in|zoom out|select all|print|add|apply|reload|refresh|up|down|home|details"
        "|rename|show|hide|import|export|insert|bold|italic|name|size|type|date|file|tools|window|open with"
        "|open folder|new folder|folder|settings|all files|desktop|documents|pictures|music|videos|downloads|computer"
        "|network|first|last|left|right|top|bottom|bookmarks|history|more|less|select|none|default|text|image"
        "|language|location|sort|list|icons|go|stop|start|play|pause|record|share|print preview|full screen"
        "|fullscreen|continue|ok|yes|no|skip|retry|keep|archive|reply|inbox|sent|drafts|outbox|mail|message|contacts"
        "|calendar|tasks|notes|compose|attach|move|move to|copy to|duplicate|trash|order|quit|exit"
    ).split("|")
)
_SHORT_ENGLISH = 60  # characters: longer originals are sentences
_DOWNLOAD = ("apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root")


@dataclass
class Corpus:
    """What a set of packages says: dangerous labels by kind, harmless ones, and the words of its English."""

    labels: dict[str, str] = field(default_factory=dict)  # as translated → kind
    harmless: set[str] = field(default_factory=set)  # plain
    english: set[str] = field(default_factory=set)  # words

    def __or__(self, other: Corpus) -> Corpus:
        """Return both."""
        return Corpus({**self.labels, **other.labels}, self.harmless | other.harmless, self.english | other.english)


def fetched(packages: Iterable[str], folder: Path) -> Path:
    """Return the folder with the unpacked packages; what is there already is not fetched again."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in packages:
        if not list(folder.glob(f"{package}_*.deb")):
            subprocess.run([*_DOWNLOAD, package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for archive in folder.glob("*.deb"):
        subprocess.run(["dpkg", "-x", archive, folder / "x"], check=True)
    return folder / "x"


def label(text: str) -> str:
    """Return a label without context, mnemonic and the dots behind it."""
    text = re.sub(r"\s*\([_&]?\w\)", "", text.rpartition("\x04")[2]).replace("_", "").replace("&", "")
    return re.sub(r"(\s*(…|\.\.\.)|[:!.])$", "", text.strip()).strip()


def plain(text: str) -> str:
    """Return a text as the program compares it."""
    return " ".join(words_of(plain_name(text)))


def messages(folder: Path) -> Iterator[tuple[str, str]]:
    """Give every original with its translation."""
    for file in sorted(folder.rglob("*.mo")):
        with file.open("rb") as opened, suppress(ValueError):  # a catalogue whose rule of plurals was never filled in
            listed = vars(gettext.GNUTranslations(opened))["_catalog"]  # there is no public way to list them
            yield from (pair for pair in listed.items() if pair[0] and {str} == {*map(type, pair)})


def corpus(folder: Path) -> Corpus:
    """Read all catalogues below a folder."""
    kinds = {english: kind for kind, labels in LABELS.items() for english in labels.split("|")}
    read = Corpus()
    for original, translation in messages(folder):
        english = label(original).lower()
        if english in kinds:
            read.labels[label(translation)] = kinds[english]
        if english in HARMLESS:
            read.harmless.add(plain(label(translation)))
        if len(original) < _SHORT_ENGLISH:
            read.english.update(plain(label(original)).split())
    return read


def catalogue(read: Corpus, dictionary: set[str]) -> LabelIndex:
    """Return the labels to be known: shortest first, and none that holds another."""
    kinds = {plain(name): kind for name, kind in read.labels.items() if len(name) <= LONGEST_NAME}
    english, chosen = read.english | dictionary, LabelIndex()
    for name in sorted(kinds, key=lambda one: (one.count(" "), len(one), one)):
        words = name.split()
        if not words or len(words) > MOST_WORDS or name in read.harmless or chosen.kind_in(words):
            continue
        if all(word.isascii() and word in english for word in words):
            continue
        if len(name) > (1 if not name.isascii() else 2):
            chosen.add(name, kinds[name])
    return chosen


def measure(built: LabelIndex, other: Corpus) -> None:
    """Print how many labels of other desktops are known, and how many harmless ones are taken for more."""
    for kind in LABELS:
        names = [plain(name) for name, its in other.labels.items() if its == kind]
        print(f"  {kind:7}{sum(bool(built.kind_in(name.split())) for name in names):5} of {len(names)}")
    print(f"  harmless {sum(bool(built.kind_in(name.split())) for name in other.harmless)} of {len(other.harmless)}")


def main() -> None:
    """Do it."""
    folder = Path(sys.argv[1])
    gnome = corpus(fetched(GNOME, folder / "gnome"))
    others = corpus(fetched(OTHERS, folder / "others"))
    english = fetched([ENGLISH], folder / "english") / "usr/share/dict/american-english"
    dictionary = set(plain(english.read_text(encoding="utf-8")).split())
    for name, built, rest in (("GNOME", gnome, others), ("the others", others, gnome)):
        print(f"Built from {name}, measured on the rest:")
        measure(catalogue(built, dictionary), rest)
    labels = catalogue(gnome | others, dictionary).kinds
    if "--measure" not in sys.argv:
        lines = (
            f"[{kind}]\n" + "".join(f"{name}\n" for name in sorted(labels) if labels[name] == kind) for kind in LABELS
        )
        OUT.write_text("".join(lines), encoding="utf-8")
        print(f"{len(labels)} labels in {OUT}")


if __name__ == "__main__":
    main()
