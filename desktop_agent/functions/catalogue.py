"""The functions of one run: what a call would run, whether a person must be asked, and running it with a permit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from desktop_agent.core.actions import Invoke
from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.function import Function, FunctionVerdict, Ran
from desktop_agent.core.permit import Permit
from desktop_agent.core.turn import InvalidAction
from desktop_agent.functions.arguments import why_not_fitting
from desktop_agent.functions.command import command_of, scrubbed
from desktop_agent.functions.process import CommandOrder, run


class ConfirmedFunctions(Protocol):
    """Knows which functions a person has confirmed: only those may run without a question."""

    def covers(self, function: Function) -> bool:
        """Tell whether a person has confirmed this very function."""

    def add(self, function: Function) -> None:
        """Keep a person's yes."""


class UserFunctions:
    """The functions by name; `redeem` raises unless a permit is good.

    A function that the settings file lets run without a question is asked about until a person has `confirmed` it.
    """

    def __init__(
        self,
        functions: Sequence[Function],
        redeem: Callable[[Permit], None],
        environment: Mapping[str, str],
        confirmed: ConfirmedFunctions | None = None,
    ) -> None:
        self._functions = {function.name: function for function in functions}
        self._redeem = redeem
        self._environment = environment
        self._confirmed = confirmed

    def ready(self, call: Invoke) -> Invoke | InvalidAction:
        """Return the call with the whole command that it stands for, or why nothing can be run."""
        function = self._functions.get(call.name)
        if function is None:
            return InvalidAction(f"There is no function “{call.name}”.")
        if why := why_not_fitting(call.arguments, function.parameters):
            return InvalidAction(why)
        return command_of(function, call.arguments, self._environment)

    def verdict(self, name: str) -> FunctionVerdict:
        """Return what the user's settings say of a function, as far as a person has confirmed it."""
        function = self._functions.get(name)
        return "ask" if function is None or not self._is_confirmed(function) else function.verdict

    def confirm(self, name: str) -> bool:
        """Keep a person's yes to a call; tell whether it is the first to a function that is to run unasked."""
        function = self._functions.get(name)
        if function is None or function.verdict != "allow" or self._is_confirmed(function) or self._confirmed is None:
            return False
        self._confirmed.add(function)
        return True

    def _is_confirmed(self, function: Function) -> bool:
        return self._confirmed is None or self._confirmed.covers(function)

    async def run(self, permit: Permit) -> Ran:
        """Run the command of the permit; RunOrderError, and nothing run, unless it is good."""
        self._redeem(permit)
        call = permit.binding.action
        if not isinstance(call, Invoke) or not call.command:
            raise RunOrderError("There is no command in what was permitted.")
        environment = scrubbed(self._environment, call.environment)
        order = CommandOrder(call.name, call.command, call.arguments, call.cwd, self._functions[call.name].timeout_s)
        return await run(order, environment)
