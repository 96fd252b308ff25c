"""What stands between keys and their control, and a session in which nothing does."""

from desktop_agent.core.actions.key_path import KeyPath, NoInputMethods


def test_an_input_method_composes_if_it_has_a_name() -> None:
    assert KeyPath("pinyin").composes
    assert not KeyPath().composes


def test_a_session_without_input_methods_has_none_to_turn_off() -> None:
    methods = NoInputMethods()
    methods.close()

    assert methods.composer() == ""
    assert methods.put_back(here=False)
    assert methods.set_aside()
    assert methods.put_back_left() == ()
