"""A pet's registration in wxWidgets for the bench of the built-in model; what it holds is written to a file, as JSON.

Run by the system's Python, which has wx.
"""

import json
import sys
from pathlib import Path

import wx  # type: ignore[import-not-found]


class PetForm(wx.Frame):  # type: ignore[misc]
    """Two tabs, each with fields; a menu."""

    def __init__(self, state: Path) -> None:
        super().__init__(None, title="Pet registration", pos=(160, 70), size=(640, 500))
        self._state, self._pressed = state, list[str]()
        self.SetMenuBar(self._menus())
        book = wx.Notebook(self)
        book.AddPage(self._pet(book), "Pet")
        book.AddPage(self._owner(book), "Owner")
        self._timer = wx.Timer(self)
        self.Bind(wx.EVT_TIMER, self._write)
        self._timer.Start(100)

    def _menus(self) -> wx.MenuBar:
        bar, menu = wx.MenuBar(), wx.Menu()
        for name in ("Print card", "Archive entry", "Find twin"):
            item = menu.Append(wx.ID_ANY, name)
            self.Bind(wx.EVT_MENU, lambda _, name=name: self._pressed.append(name), item)
        bar.Append(menu, "Registry")
        return bar

    def _pet(self, book: wx.Notebook) -> wx.Panel:
        panel = wx.Panel(book)
        grid = wx.FlexGridSizer(2, 8, 8)
        self._name, self._chip = wx.TextCtrl(panel, size=(260, -1)), wx.TextCtrl(panel, size=(260, -1))
        self._kind = wx.Choice(panel, choices=["Cat", "Dog", "Rabbit", "Parrot", "Tortoise"])
        self._kind.SetSelection(0)
        self._age = wx.SpinCtrl(panel, value="1", min=0, max=99)
        self._vaccinated = wx.CheckBox(panel, label="Vaccinated")
        self._indoor = wx.CheckBox(panel, label="Lives indoors")
        self._indoor.SetValue(True)
        rows = {"Pet's name": self._name, "Chip number": self._chip, "Kind": self._kind, "Age in years": self._age}
        for label, control in rows.items():
            grid.Add(wx.StaticText(panel, label=label), flag=wx.ALIGN_CENTER_VERTICAL)
            grid.Add(control)
        grid.Add(self._vaccinated)
        grid.Add(self._indoor)
        self._sex = wx.RadioBox(panel, label="Sex", choices=["Unknown", "Female", "Male"])
        button = wx.Button(panel, label="Register pet")
        button.Bind(wx.EVT_BUTTON, lambda _: self._pressed.append("Register pet"))
        column = wx.BoxSizer(wx.VERTICAL)
        for part in (grid, self._sex, button):
            column.Add(part, flag=wx.ALL, border=10)
        panel.SetSizer(column)
        return panel

    def _owner(self, book: wx.Notebook) -> wx.Panel:
        panel = wx.Panel(book)
        column = wx.BoxSizer(wx.VERTICAL)
        self._owner_name, self._phone = wx.TextCtrl(panel, size=(300, -1)), wx.TextCtrl(panel, size=(300, -1))
        for label, control in (("Owner", self._owner_name), ("Telephone", self._phone)):
            column.Add(wx.StaticText(panel, label=label), flag=wx.LEFT | wx.TOP, border=10)
            column.Add(control, flag=wx.LEFT, border=10)
        self._district = wx.ListBox(panel, choices=["Harbour", "Old Town", "Hillside", "Riverbank"], size=(200, 110))
        self._mail = wx.CheckBox(panel, label="Reminders by mail")
        column.Add(self._district, flag=wx.ALL, border=10)
        column.Add(self._mail, flag=wx.LEFT, border=10)
        panel.SetSizer(column)
        return panel

    def _write(self, _: wx.TimerEvent) -> None:
        held = {
            "name": self._name.GetValue(), "chip": self._chip.GetValue(), "kind": self._kind.GetStringSelection(),
            "age": self._age.GetValue(), "vaccinated": self._vaccinated.GetValue(), "indoor": self._indoor.GetValue(),
            "sex": self._sex.GetStringSelection(),
            "owner": self._owner_name.GetValue(), "phone": self._phone.GetValue(),
            "district": self._district.GetStringSelection(), "mail": self._mail.GetValue(), "pressed": self._pressed,
        }  # fmt: skip
        part = self._state.with_suffix(".part")
        part.write_text(json.dumps(held))
        part.replace(self._state)


if __name__ == "__main__":
    app = wx.App()
    PetForm(Path(sys.argv[1])).Show()
    app.MainLoop()
