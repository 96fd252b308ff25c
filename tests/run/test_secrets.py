"""A secret in a run: by its name in all that is said and kept, judged where it goes, and its field hidden before."""

from dataclasses import dataclass, field

import pytest

from desktop_agent.core.actions import Type
from desktop_agent.core.decision import Approved, Target
from desktop_agent.core.events import ActionDone, ActionProposed, Decided
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Rect
from desktop_agent.core.secret_text import SecretUse
from tests.fakes.cases import changed
from tests.fakes.run_ports import World, world
from tests.fakes.turns import DONE, call, drive, of, reply, turn

BOX = Rect(10, 10, 40, 12)
TYPED = Type("{{secret:bank}}")


@dataclass
class OneSecret:
    """The secret “bank”, which fits as long as it is said to."""

    fits: list[bool] = field(default_factory=lambda: [True])
    asked: int = 0
    always: bool = False

    def use(self, name: str, target: Target) -> SecretUse:
        del target
        fits = self.fits[min(self.asked, len(self.fits) - 1)]
        self.asked += 1
        return SecretUse(name, "Mousepad", fits, self.always) if name == "bank" else SecretUse(name)


def scene_with(action: Type, book: OneSecret, role: str = "entry", box: Rect | None = BOX) -> World:
    scene = world([turn(call(action)), DONE], secrets=book)
    look = scene.controls.target

    async def target(frame: Frame, one: object) -> Target:
        known = await look(frame, one)  # type: ignore[arg-type]  # as the port has it
        return changed(known, focus="Name", focus_role=role, focus_box=box, box=box, role=role, control="Name")

    scene.controls.target = target  # type: ignore[method-assign, assignment]
    return scene


def test_it_is_typed_by_its_name_and_its_field_is_hidden_first() -> None:
    scene = scene_with(TYPED, OneSecret())
    scene.person.answers = [Approved()]
    hidden_then = list[int]()
    scene.executor.then = lambda _: hidden_then.append(len(scene.camera.kept_back))

    drive(scene)

    assert scene.executor.done == [TYPED]
    assert (hidden_then, scene.camera.kept_back[0][1]) == ([1], BOX)
    assert of(scene, ActionProposed)[0].action == {"kind": "type", "text": "{{secret:bank}}"}
    assert [reason.rule for reason in scene.person.asked[0].reasons] == ["secret"]
    assert len(of(scene, ActionDone)) == 1


def test_where_it_does_not_belong_nobody_is_asked() -> None:
    scene = scene_with(TYPED, OneSecret([False]))

    drive(scene)

    assert (scene.executor.done, scene.person.asked) == ([], [])
    assert of(scene, Decided)[0].rule == "secret-place"
    assert "is only for Mousepad" in reply(scene).notes[0]


@pytest.mark.parametrize("always", [False, True])
def test_it_is_not_typed_where_it_fits_no_more_when_the_keys_are_due(always: bool) -> None:
    scene = scene_with(TYPED, OneSecret([True, False], always=always), "password text")
    scene.person.answers = [Approved()]

    drive(scene)

    assert scene.executor.done == []
