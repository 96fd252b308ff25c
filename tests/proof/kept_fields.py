"""Whether a vendor's types have kept every field of an object. Standard library only, for each SDK's environment."""

from collections.abc import Iterator, Mapping


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


def left_over(value: object, at: str = "") -> Iterator[str]:
    """Yield where an object of pydantic's holds a field that its types do not know, at any depth."""
    known = getattr(type(value), "model_fields", None)
    if known is not None:
        yield from (f"{at}.{name}" for name in getattr(value, "model_extra", None) or ())
        for name in known:
            yield from left_over(getattr(value, name), f"{at}.{name}")
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from left_over(one, f"{at}[{number}]")
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from left_over(one, f"{at}.{name}")
