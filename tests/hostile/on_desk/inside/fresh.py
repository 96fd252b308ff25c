"""Half C: acts written by somebody who had read neither the rules of a desk nor the acts of the other halves."""

from tests.hostile.on_desk.inside.fresh_files import FRESH_FILES
from tests.hostile.on_desk.inside.fresh_kernel import FRESH_KERNEL
from tests.hostile.on_desk.inside.fresh_session import FRESH_SESSION
from tests.hostile.on_desk.inside.fresh_shell import FRESH_SHELL, LAST_ACTS
from tests.hostile.on_desk.inside.person import HostileAct

FRESH_ACTS: dict[str, dict[str, HostileAct]] = {
    "files": FRESH_FILES,
    "kernel": FRESH_KERNEL,
    "session": FRESH_SESSION,
    "shell": FRESH_SHELL,
    "receipt": LAST_ACTS,
}
