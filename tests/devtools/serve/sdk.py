"""What an SDK's own types make of what the server said."""

from pydantic import BaseModel


def left_over(value: object, place: str = "") -> list[str]:
    """Return the fields that a type of somebody's SDK does not know, at every level."""
    if isinstance(value, list):
        return [found for at, one in enumerate(value) for found in left_over(one, f"{place}[{at}]")]
    if not isinstance(value, BaseModel):
        return []
    own = [f"{place}.{name}" for name in value.model_extra or {}]
    return own + [found for name, one in value for found in left_over(one, f"{place}.{name}")]
