"""What a network knows at the present time: the state, its past, and what a scheme makes of it for its steps."""

from __future__ import annotations

from collections.abc import Callable

from tableau2net.exact import ONE, Expression
from tableau2net.graph import Alias, Call, Combine, Concat, Item, Operation, Split
from tableau2net.lower.draft import Draft
from tableau2net.lower.start import carried
from tableau2net.lower.step import external_name
from tableau2net.methods import External, Method

STATE, PAST_STATE, PAST_SLOPE = External("state"), External("state", 1), External("slope", 1)
_LASTING = ("state", "slope")  # what outlives a period


class History:
    """The node of each external value that is known: states and slopes of some age, or values made from the state."""

    def __init__(self, draft: Draft, state: str) -> None:
        self.draft, self.known = draft, {STATE: state}

    @property
    def state(self) -> str:
        return self.known[STATE]

    def lacks(self, method: Method) -> bool:
        """Whether a step of the method needs more of the past than is known."""
        past = (value for value in method.external if value.kind in _LASTING)
        return any(value not in self.known for value in past)

    def enter(self, method: Method) -> None:
        """Make of the state what the method's steps take: parts of its channels, further copies of it, and what a
        starting method makes of it, up to terms of the step size. What is known already stays."""
        if all(value in self.known for value in method.external):
            return
        kinds = {value.kind for value in method.external}
        add, known = self.draft.add, self.known
        if "copy" in kinds:
            for value in method.external:
                if value.kind == "copy":
                    known[value] = add(external_name(value), Alias((self.state,)))
        if "free" in kinds:
            equal: dict[Expression, str] = {ONE: self.state}
            for value, share in zip(method.external, carried(method), strict=True):
                if value.kind == "free":
                    same = Alias((equal[share],)) if share in equal else None
                    known[value] = add(external_name(value), same or Combine((self.state,), (share,)))
                    equal.setdefault(share, known[value])
        if "part" in kinds:
            parts = add("parts", Split((known.pop(STATE),), len(method.external)))
            for index, value in enumerate(method.external):
                known[value] = add(external_name(value), Item((parts,), index))

    def leave(self) -> None:
        """Only the state, with its past, outlives a period."""
        parts = tuple(node for value, node in self.known.items() if value.kind == "part")
        if parts:
            self.known = {STATE: self.draft.add("u", Concat(parts))}
        self.known = {value: node for value, node in self.known.items() if value.kind in _LASTING}

    def begin(self, method: Method) -> None:
        """The state alone is known from now on; in parts, where it is in those that the method steps."""
        if any(value.kind == "part" for value in method.external) and self.known.keys() == {*method.external}:
            return
        self.leave()
        self.known = {STATE: self.state}

    def take(self, call: Call, returns: tuple[External, ...], older: dict[External, str]) -> None:
        """What a call returns is known from now on, beside what is older."""
        if len(returns) == 1:
            self.known = {**older, returns[0]: self.draft.add(external_name(returns[0]), call)}
            return
        values = self.draft.add("values", call)
        items = {
            value: self.draft.add(external_name(value), Item((values,), index))
            for index, value in enumerate(returns)
        }
        self.known = {**older, **items}

    def aged(self, method: Method, carry: Callable[[str], Operation]) -> dict[External, str]:
        """What the method needs of it one step later, each value carried there by an operation on its node.

        The oldest goes first, so that each value's variable is free for the next.
        """
        aged = {}
        for value in sorted(self.known, key=lambda value: value.age, reverse=True):
            older = External(value.kind, value.age + 1)
            if older in method.external:
                aged[older] = self.draft.add(external_name(older), carry(self.known[value]))
        return aged
