"""The page of this project on the index of Python packages: the README, whose addresses lead to the released sources.

Hatch calls it (`[tool.hatch.metadata.hooks.custom]` in pyproject.toml). On the index, nothing lies beside a page: what
the README names in the tree is named by its address at the version's tag, below `Source` of `[project.urls]`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<address>[^)\s]+)\)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE)
_VERSION = re.compile(r'__version__ = "(.+)"')


class IndexPage(MetadataHookInterface):
    """Sets the page in the metadata of wheel and source archive."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the page."""
        root = Path(self.root)
        declared = _VERSION.search((root / "desktop_agent/core/version.py").read_text("utf-8"))
        if declared is None:
            raise ValueError("desktop_agent/core/version.py declares no version.")
        text = page((root / "README.md").read_text("utf-8"), metadata["urls"]["Source"], declared[1])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def page(readme: str, source: str, version: str) -> str:
    """Return the README with whole addresses."""

    def whole(link: re.Match[str]) -> str:
        address = link["address"]
        if _ELSEWHERE.match(address):
            return link[0]
        kind = "raw" if link["picture"] else "blob"
        return f"{link['picture']}[{link['words']}]({source}/{kind}/v{version}/{address})"

    return _LINK.sub(whole, readme)
