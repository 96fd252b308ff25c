"""How a private display looks: plain dark title bars where the window manager is openbox, and a calm background."""

from __future__ import annotations

from pathlib import Path

BACKGROUND = 0x39485C

# What is left out here openbox fills with its own defaults: no desktop menu, no desktop switching by wheel.
_CONFIG = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme><name>desktop-agent</name><titleLayout>LIMC</titleLayout>
    <font place="ActiveWindow"><name>Inter</name><size>10</size><weight>Bold</weight></font>
    <font place="InactiveWindow"><name>Inter</name><size>10</size><weight>Normal</weight></font>
  </theme>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <resize><popupShow>Never</popupShow></resize>
{more}</openbox_config>
"""

_THEME = """
border.width: 1
padding.width: 8
padding.height: 5
window.handle.width: 0
window.client.padding.width: 0
window.*.border.color: #10141c
window.*.title.separator.color: #10141c
window.active.title.bg: flat solid
window.active.title.bg.color: #222b3a
window.inactive.title.bg: flat solid
window.inactive.title.bg.color: #2f394a
window.*.label.bg: parentrelative
window.active.label.text.color: #f4f5f7
window.inactive.label.text.color: #aab2bf
window.label.text.justify: left
window.*.button.*.bg: parentrelative
window.active.button.*.image.color: #f4f5f7
window.inactive.button.*.image.color: #aab2bf
menu.items.bg: flat solid
menu.items.bg.color: #ffffff
osd.bg: flat solid
osd.bg.color: #ffffff
"""


def write_openbox(folder: Path, more: str = "") -> Path:
    """Write the theme under a data folder (`XDG_DATA_HOME`) and the configuration beside it; return the latter.

    `more` is XML that goes into the configuration.
    """
    theme = folder / "themes" / "desktop-agent" / "openbox-3"
    theme.mkdir(parents=True)
    (theme / "themerc").write_text(_THEME)
    config = folder / "openbox.xml"
    config.write_text(_CONFIG.format(more=more))
    return config
