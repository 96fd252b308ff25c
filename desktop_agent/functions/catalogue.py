"""The functions of one run: what a call of each would run, and the running of it, by a grant alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from desktop_agent.core.actions import Invoke
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.function import Function, Ran, Verdict
from desktop_agent.core.grant import Binding, Grant
from desktop_agent.core.turn import Misfit
from desktop_agent.functions.arguments import why_not_fitting
from desktop_agent.functions.command import command_of
from desktop_agent.functions.environment import scrubbed
from desktop_agent.functions.process import Order, run


class UserFunctions:
    """Knows the functions by name; `redeem` raises unless a grant is good for exactly its binding."""

    def __init__(
        self,
        functions: Sequence[Function],
        redeem: Callable[[Grant, Binding], None],
        environment: Mapping[str, str],
    ) -> None:
        self._functions = {function.name: function for function in functions}
        self._redeem = redeem
        self._environment = environment

    def ready(self, call: Invoke) -> Invoke | Misfit:
        """Return the call with the whole command that it stands for, or why nothing can be run."""
        function = self._functions.get(call.name)
        if function is None:
            return Misfit(f"There is no function “{call.name}”.")
        if why := why_not_fitting(call.arguments, function.parameters):
            return Misfit(why)
        return command_of(function, call.arguments, self._environment)

    def verdict(self, name: str) -> Verdict:
        """Return what the user's settings say of a function."""
        return self._functions[name].verdict if name in self._functions else "ask"

    async def run(self, grant: Grant, binding: Binding) -> Ran:
        """Run the command of the binding; RunOrderError, and nothing run, unless the grant is good for it."""
        self._redeem(grant, binding)
        call = binding.action
        if not isinstance(call, Invoke) or not call.command:
            raise RunOrderError("There is no command in what was permitted.")
        environment = scrubbed(self._environment, call.environment)
        order = Order(call.name, call.command, call.arguments, call.cwd, self._functions[call.name].timeout_s)
        return await run(order, environment)
