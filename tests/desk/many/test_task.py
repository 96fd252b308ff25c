"""A task of a list: the memory that it is taken for, and which tasks may change the same files."""

from desktop_agent.desk.many.task import DeskTask, shared_folders

HOME = "/somewhere/anna"


def test_a_desk_with_a_network_is_taken_for_a_larger_one_unless_the_list_says_how_large() -> None:
    plain, with_network = DeskTask("a", "x"), DeskTask("b", "x", hosts=("example.org",))

    assert plain.needed_mb < with_network.needed_mb
    assert DeskTask("c", "x", memory_mb=2000).needed_mb == 2000


def test_folders_that_two_tasks_may_change_are_named_by_the_inner_one() -> None:
    tasks = (
        DeskTask("home", "x"),
        DeskTask("letters", "x", files=(f"{HOME}/Letters",)),
        DeskTask("old letters", "x", files=(f"{HOME}/Letters/old",)),
        DeskTask("beside", "x", files=(f"{HOME}/Letters-2025",)),
        DeskTask("elsewhere", "x", files=("/media/disk",)),
        DeskTask("web alone", "x", hosts=("example.org",)),
    )

    assert shared_folders(tasks, HOME) == {
        f"{HOME}/Letters": ["home", "letters"],
        f"{HOME}/Letters/old": ["home", "old letters", "letters"],
        f"{HOME}/Letters-2025": ["home", "beside"],
    }
    assert shared_folders(tasks[3:], HOME) == {}
