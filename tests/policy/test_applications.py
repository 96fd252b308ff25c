"""What an access level would refuse of what a question is about."""

from dataclasses import replace

from desktop_agent.core.actions import Action, Click, Press
from desktop_agent.core.decision import Allow, Case, File, Target
from desktop_agent.policy.applications import judge, refused_within
from tests.fakes.cases import AT, FILES, VIEWPORT, changed
from tests.fakes.shown_questions import clicked


def test_an_act_is_refused_where_a_model_may_only_look() -> None:
    assert refused_within(clicked(), "look")
    assert not refused_within(clicked(), "everything")


def test_in_a_folder_of_the_scope_files_are_worked_with_and_what_else_is_there_is_asked_about() -> None:
    def passes(action: Action, target: Target) -> bool:
        decision = judge(Case(action, VIEWPORT, target, reach=None, in_folder=True), asks=False)
        return isinstance(decision, Allow)

    place = File("/srv/ada/Invoices", "/srv/ada", is_place=True, certain=True)
    entry = File("/srv/ada/Invoices/1.ods", "/srv/ada", "document", certain=True)
    row = changed(FILES, control="1.ods", role="table cell", file=entry)
    assert passes(Click(AT, count=2), row)
    button = changed(FILES, control="Run", role="push button", file=place)
    assert not passes(Click(AT), button)
    assert passes(Click(AT), replace(button, command="Create Folder"))
    assert passes(Press(("ctrl", "v")), changed(button, role="", control="", focus_role="icon"))
    assert FILES.window is not None
    dialog = changed(button, window=replace(FILES.window, title="Rename File", dialog=True))
    assert not passes(Click(AT), dialog)
    assert passes(Click(AT), replace(dialog, command="Rename"))
