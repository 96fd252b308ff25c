"""Gemini, by Google's own API and on its platform."""

from desktop_agent.model.profile import KEPT_BY_GOOGLE, Price, Profile, on_vertex

_GEMINI = Profile(
    name="gemini",
    title="Gemini",
    keys_at="https://aistudio.google.com/apikey",
    prices_at="https://ai.google.dev/pricing",
    base_url="https://generativelanguage.googleapis.com",
    key_variable="GEMINI_API_KEY",
    dialect="gemini",
    model="gemini-3.8-flash",
    keeps=KEPT_BY_GOOGLE,
    coordinates="grid1000",
    auth="x-goog-api-key",
    chain=False,
    window_tokens=200_000,
    # From 2027 on; half of it until then. The cache by LiteLLM's table, the others as quoted by API Evangelist.
    price=Price(read=1.5, written=7.5, cached=0.15, as_of="2026-10-07", source="ai.google.dev/gemini-api/docs/pricing"),
)

PROFILES = (
    _GEMINI,
    on_vertex("vertex-gemini", "Gemini on Vertex AI", _GEMINI),
)
