"""Whether a vendor's types have kept every field of an object. Standard library only, for each SDK's environment."""

from collections.abc import Mapping


def check_unknown_fields(value: object, typed: object) -> None:
    """See to it that the types kept every field: a TypedDict silently drops what it does not know."""
    if isinstance(value, Mapping):
        assert isinstance(typed, Mapping)
        assert set(value) == set(typed)
        for key, inner in value.items():
            check_unknown_fields(inner, typed[key])
    elif isinstance(value, list):
        assert isinstance(typed, list)
        for one, other in zip(value, typed, strict=True):
            check_unknown_fields(one, other)


def plain(value: object) -> object:
    """Return what pydantic gives for lazily read iterables as lists."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    assert hasattr(value, "__iter__")
    return [plain(inner) for inner in value]
