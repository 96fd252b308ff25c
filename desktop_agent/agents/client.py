"""Who calls: the name and version that an agent gives itself. Nothing follows from them; they are only shown."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.display_text import foreign

_LONGEST_NAME, _LONGEST_VERSION = 60, 20
_UNNAMED = "An agent without a name"


@dataclass(frozen=True, slots=True)
class McpClient:
    """An agent at the other end of a connection."""

    name: str = ""
    version: str = ""

    @property
    def words(self) -> str:
        """Return what it is called, in a form that can be quoted."""
        name, version = foreign(self.name.strip(), _LONGEST_NAME), foreign(self.version.strip(), _LONGEST_VERSION)
        return f"{name or _UNNAMED} {version}".strip()

    def task(self, *, on_desk: bool = False) -> str:
        """Return what the person reads as the task of its session: none of it is the agent's own wish."""
        return f"“{self.words}” works {'on a side desk' if on_desk else 'this computer'} over MCP"
