"""The parameters of metrics: how a header states one, and how a text from a link or the command line is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from crm_core.refusal import Refused


@dataclass(frozen=True)
class Param:
    """A parameter of a metric.

    kind: choice (one of choices), grain (one of choices; the days say which, never one that is only_asked), numbers
    (rising shares), amount (of money), edges (rising whole numbers, as many as the reader writes), dimension
    (choices: columns favoured first), weights (of questions, as question:weight).
    owner: the metric on whose card it is chosen, where that is another one. groups: whether it says how customers are
    grouped, so that a mark on one of the cards does not narrow the others. when: the parameter and its value
    under which this one means anything; empty = always.
    """

    name: str
    kind: str
    default: Any
    choices: tuple[str, ...] = ()
    owner: str = ""
    when: tuple[str, str] = ("", "")
    groups: bool = True
    only_asked: tuple[str, ...] = ()

    @property
    def followed(self) -> tuple[str, ...]:
        """The grains that the days choose from."""
        return tuple(choice for choice in self.choices if choice not in self.only_asked)

    def applies(self, values: Mapping[str, Any]) -> bool:
        """Whether this parameter means anything beside these values of the others."""
        name, wanted = self.when
        return not name or values.get(name) == wanted

    @property
    def text(self) -> str:
        """The default of a written value (amount, edges), as it is written."""
        return ", ".join(map(str, self.default)) if self.kind == "edges" else f"{self.default:.0f}"

    def read(self, text: str) -> Any:
        """The value of a text from a link or the command line.

        Errors: Refused bad_param.
        """
        if self.kind in ("choice", "grain") and text in self.choices:
            return text
        if self.kind == "numbers":
            parts = [part.strip() for part in text.split(",")]
            numbers = [float(part) for part in parts if re.fullmatch(r"\d*\.?\d+", part)]
            rising = all(low < high for low, high in pairwise((0.0, *numbers, 1.0)))
            if len(numbers) == len(parts) == len(self.default) and rising:
                return tuple(numbers)
        if self.kind == "amount" and re.fullmatch(r"\d{1,12}(\.\d{1,2})?", text) and float(text) > 0:
            return float(text)
        if self.kind == "edges" and re.fullmatch(r"\d{1,3}( *, *\d{1,3}){0,8}", text):
            edges = tuple(int(part) for part in text.split(","))
            if all(low < high for low, high in pairwise((0, *edges))):
                return edges
        if self.kind == "dimension":
            return text
        if self.kind == "weights":
            parts = [part.strip() for part in text.split(",")]
            if all(re.fullmatch(r"[^:]+:-?\d*\.?\d+", part) for part in parts):
                return tuple(parts)
        written = self.text if self.kind == "amount" else ", ".join(map(str, self.default or ()))
        expected = " | ".join(self.choices) or written
        raise Refused("bad_param", name=self.name, found=text, expected=expected)


def stated_param(text: str) -> Param:
    """The parameter of a header's line: `name = choices, default or kind [when other=value]`."""
    stated, _, condition = text.partition(" when ")
    name, _, rest = (part.strip() for part in stated.partition("="))
    other, _, wanted = (part.strip() for part in condition.partition("="))
    if rest.partition(" ")[0] == "dimension":
        favoured = names_of(rest.removeprefix("dimension")) if " " in rest else ()
        return Param(name, "dimension", None, favoured, when=(other, wanted))
    if rest == "weights":
        return Param(name, "weights", ())
    if written := re.fullmatch(r"amount (\d+)", rest):
        return Param(name, "amount", float(written[1]), when=(other, wanted))
    if written := re.fullmatch(r"edges ([\d, ]+)", rest):
        return Param(name, "edges", tuple(map(int, names_of(written[1]))), when=(other, wanted))
    if re.fullmatch(r"[\d., ]+", rest):
        return Param(name, "numbers", tuple(float(part) for part in rest.split(",")))
    listed, _, only_asked = rest.removeprefix("by days ").partition(" or ")
    choices = tuple(choice.strip() for choice in listed.split("|"))
    if rest.startswith("by days "):
        asked = (only_asked.strip(),) if only_asked else ()
        return Param(name, "grain", None, (*asked, *choices), only_asked=asked)
    return Param(name, "choice", choices[0], choices, when=(other, wanted))


def names_of(text: str) -> tuple[str, ...]:
    """A list written with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
