"""The question which model does the work: all by name with what each still needs, and the details of the chosen one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from desktop_agent.core.errors import KeyringError, SettingsError
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.translation import gettext, tr
from desktop_agent.host.model_choices import ModelState
from desktop_agent.host.provider import DEFAULT
from desktop_agent.model.endpoint import origin
from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import PROFILES
from desktop_agent.ui.qt.key_place import KeyPlaceChoice
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import Label, set_state, text_button, text_label
from desktop_agent.ui.welcome.model_choice import (
    ELSEWHERE,
    HERE,
    OFFERED,
    OWN,
    OWN_TITLE,
    FoundModels,
    ModelChoice,
)

_GAP_PX, _LINE_GAP_PX, _COLUMN_GAP_PX = 12, 6, 28
_ONE_COLUMN_BELOW = 60  # letters
_LOOKING = Message("looking…")
_ANY_ADDRESS = Message("any address")
_VERTEX = Message(
    "You pay Google for the model's input and output. Screenshots are sent to Vertex AI, in the location "
    "specified in the address. Its key is an access token, which is valid for an hour. To get one, run "
    "gcloud auth print-access-token."
)
# What each is and costs, and where pictures go.
_ABOUT = {
    DEFAULT: Message(
        "It follows plain steps, such as: click “File”, type “Hello” into “Name”, press Ctrl+S. It isn't "
        "a language model, so it can't understand a task described in your own words. It's free, and "
        "nothing leaves this computer."
    ),
    OWN: Message(
        "A server that supports the Responses API, such as your company's vLLM server, with or without a "
        "key. Screenshots are sent there and nowhere else."
    ),
    "lightcone": Message(
        "You pay Tzafon for the model's input and output. Screenshots go to api.tzafon.ai and stay there "
        "until they're deleted."
    ),
    "openai": Message(
        "You pay OpenAI for the model's input and output. Screenshots go to api.openai.com, where "
        "they're kept for a while."
    ),
    "anthropic": Message("You pay Anthropic for the model's input and output. Screenshots go to api.anthropic.com."),
    "gemini": Message(
        "You pay Google for the model's input and output. Screenshots go to generativelanguage.googleapis.com."
    ),
    "azure": Message(
        "You pay Microsoft for the model's input and output. Screenshots go to your own Azure address, "
        "where they're kept for a while."
    ),
    "bedrock": Message(
        "You pay Amazon for the model's input and output. Screenshots are sent to Amazon Bedrock, in the "
        "region specified in the address. Its key is a Bedrock API key, and most models need a region "
        "group prefix, such as eu.anthropic.claude-sonnet-5-5."
    ),
    "vertex-claude": _VERTEX,
    "vertex-gemini": _VERTEX,
    "openrouter": Message(
        "You pay OpenRouter for the model's input and output. Screenshots go to openrouter.ai, and from "
        "there to the company that runs the model."
    ),
    "mistral": Message("You pay Mistral for the model's input and output. Screenshots go to api.mistral.ai."),
}
_ABOUT_SERVER = Message("It's free, and screenshots stay on this computer.")
_KEY_NEEDED = Message("Enter the key as the provider shows it. It's sent only to that provider.")
_KEY_OPTIONAL = Message("Leave the key empty if the server doesn't require one.")
_KEY_STORED = Message("A key is already set on this computer. Leave this empty to use it.")


class ModelPage(QWidget):
    """Two columns of names, and a panel about the chosen one with the fields that it needs.

    A key belongs to the provider and the address it was typed for: choosing another of either empties its field.
    """

    changed = Signal()  # another model is chosen, or what is typed for it
    look_again = Signal()

    def __init__(self, key_file: Path, parent: QWidget | None = None) -> None:
        """Take the file that a key would go into on a computer without a keyring."""
        super().__init__(parent)
        self._found = FoundModels()
        self._touched = False
        self._group = QButtonGroup(self)
        self._notes: dict[str, Label] = {}
        self._key_for = (DEFAULT, "")
        self._lists = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lists.setSpacing(_COLUMN_GAP_PX)
        for heading, names in ((Message("On this computer"), HERE), (Message("On the internet"), ELSEWHERE)):
            self._lists.addLayout(self._column_of(heading, names), 1)
        self._about, self._about_key = text_label(), text_label(role="muted")
        self._address, self._model_name, self._key = (
            _line(Message("Address")),
            _line(Message("Model name")),
            _line(Message("Key")),
        )
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._place = KeyPlaceChoice(key_file)
        self._get_key = text_button(Message("Get a key…"), lambda: self._open(self._profile.keys_at))
        self._prices = text_button(Message("Prices…"), lambda: self._open(self._profile.prices_at))
        self._again = text_button(Message("Look again"), self.look_again.emit)
        self._details = self._new_details()
        column_of(self, self._lists, self._details, spacing=_GAP_PX)
        self._connect()
        self._group.button(0).setChecked(True)

    def show_found(self, found: FoundModels) -> None:
        """Say what is found at each model, and begin with the best of them unless somebody has chosen."""
        self._found = found
        for name, note in self._notes.items():
            if (state := found.state(name)) is not None:
                note.setText(state.words)
                set_state(note, "role", "ok" if state.ready else "muted")
        self._place.show_trouble(found.keyring_trouble)
        if not self._touched:
            self._group.button(OFFERED.index(found.best)).setChecked(True)
        self._follow()

    def show_trouble(self, error: KeyringError) -> None:
        """Ask where else the key is to go."""
        self._place.show_trouble(error.message)

    def chosen(self) -> ModelChoice:
        """Return what is chosen now."""
        self._drop_foreign_key()
        name, key = self._found.provider(self._offer), self._typed(self._key)
        state = self._found.state(self._offer)
        return ModelChoice(
            name,
            key,
            self._typed(self._address),
            place=self._place.place if key else "keyring",
            model=self._typed(self._model_name) or (state.model if state is not None else ""),
        )

    @property
    def summary(self) -> str:
        """Return what is chosen, in a few words."""
        return ModelChoice(self._found.provider(self._offer)).title

    @property
    def details(self) -> QWidget:
        """Return the panel about the chosen model."""
        return self._details

    @property
    def _offer(self) -> str:
        return OFFERED[self._group.checkedId()]

    @property
    def _profile(self) -> Profile:
        return PROFILES[DEFAULT if self._offer == OWN else self._found.provider(self._offer)]

    def _column_of(self, heading: str, names: tuple[str, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(_GAP_PX)
        grid.setVerticalSpacing(_LINE_GAP_PX)
        grid.setColumnStretch(1, 1)
        grid.addWidget(text_label(heading, "heading"), 0, 0, 1, 2)
        for row, name in enumerate(names, start=1):
            title = OWN_TITLE if name == OWN else PROFILES[name].shown_name
            button = QRadioButton(tr(title), self)
            button.setAccessibleName(tr(title))
            button.setAccessibleDescription(tr(_about(name, None)))
            note = text_label(_ANY_ADDRESS if name == OWN else _LOOKING, "muted")
            self._group.addButton(button, OFFERED.index(name))
            self._notes[name] = note
            grid.addWidget(button, row, 0)
            grid.addWidget(note, row, 1)
        grid.setRowStretch(len(names) + 1, 1)
        return grid

    def _new_details(self) -> QFrame:
        details = QFrame(self)
        details.setProperty("role", "inset")
        column_of(
            details,
            self._about,
            self._address,
            self._model_name,
            self._key,
            self._about_key,
            self._place,
            WrapRow(self._get_key, self._prices, self._again),
            spacing=_LINE_GAP_PX,
            margins=None,
        )
        return details

    def _connect(self) -> None:
        self._key.textChanged.connect(self._bind_key)
        for line in (self._key, self._address, self._model_name):
            line.textEdited.connect(self.changed)
        self._address.editingFinished.connect(self._drop_foreign_key)
        self._group.idToggled.connect(lambda _number, on: self._follow() if on else None)
        self._group.idClicked.connect(self._touch)

    def _touch(self) -> None:
        self._touched = True

    def _follow(self) -> None:
        self._drop_foreign_key()
        offer, profile, state = self._offer, self._profile, self._found.state(self._offer)
        own, wants_key = offer == OWN, state is not None and state.readiness == "needs key"
        has_key = state is not None and state.readiness == "has key"
        takes_key = own or wants_key or bool(profile.key_variable)
        example = ModelChoice(offer).example
        self._about.setText(_about(self._found.provider(offer), state))
        self._address.setPlaceholderText(example)
        self._address.setVisible(bool(example))
        self._model_name.setVisible(bool(example))
        self._model_name.setPlaceholderText(
            gettext("Model name, such as qwen3-vl:8b")
            if own
            else gettext("Model name, if it isn't {model}", model=profile.model)
        )
        self._key.setVisible(takes_key)
        title = ModelChoice(offer).title
        self._key.setPlaceholderText(
            gettext("Key, if it needs one") if own else gettext("Key for {title}", title=title)
        )
        self._about_key.setVisible(takes_key)
        self._about_key.setText(_KEY_OPTIONAL if own else _KEY_STORED if has_key else _KEY_NEEDED)
        self._place.show_trouble(self._found.keyring_trouble if takes_key else "")
        self._get_key.setVisible(not own and bool(profile.keys_at))
        self._prices.setVisible(not own and bool(profile.prices_at))
        self._again.setVisible(not own and bool(profile.started_by) and not (state is not None and state.ready))
        self.changed.emit()

    def _open(self, page: str) -> None:
        QDesktopServices.openUrl(QUrl(page))

    def _typed(self, line: QLineEdit) -> str:
        return "" if line.isHidden() else line.text().strip()

    def _bind_key(self) -> None:
        self._key_for = (self._offer, _place(self._typed(self._address)))

    def _drop_foreign_key(self) -> None:
        """Empty the key's field if the key is for another place; one typed before its address is for that address."""
        offer, place = self._offer, _place(self._typed(self._address))
        if offer != self._key_for[0] or self._key_for[1] not in {"", place}:
            self._key.clear()
        self._bind_key()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below each other in a narrow window: its own width would change with the scroll bar's."""
        super().resizeEvent(event)
        narrow = self.window().width() < _ONE_COLUMN_BELOW * self.fontMetrics().averageCharWidth()
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._lists.direction() != wanted:
            self._lists.setDirection(wanted)


def _about(offer: str, state: ModelState | None) -> str:
    """Return what a model is, and, for a server on this computer, how it comes to run."""
    if offer in _ABOUT:
        return _ABOUT[offer]
    if state is not None and state.ready:
        model = state.model or PROFILES[offer].model
        return sentences(Message("It has the {model} model.", model=model), _ABOUT_SERVER)
    if state is not None and state.readiness in {"stopped", "not installed"}:
        started = Message("Start it with: {command}", command=PROFILES[offer].started_by)
        return Message("{about}\n{started}", about=_ABOUT_SERVER, started=started)
    return _ABOUT_SERVER


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(tr(name))
    return line


def _place(address: str) -> str:
    try:
        return origin(address)
    except SettingsError:
        return address
