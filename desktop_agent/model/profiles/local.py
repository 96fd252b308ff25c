"""The model that this program brings along."""

from desktop_agent.core.texts.message import Message
from desktop_agent.model.profile import Profile

PROFILES = (
    Profile(
        name="local",
        title=Message("Built-in model"),
        free_at_home=True,
        base_url="",  # it runs inside of this program
        key_variable="",
        dialect="preview",
        model="local",
        coordinates="viewport",
        auth="none",
        keeps=Message("The model runs on this computer and sends nothing. It forgets everything when it exits."),
    ),
)
