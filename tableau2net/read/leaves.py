"""The values that keys may have, read from their text: strict, exact, and each with its own clear
message."""

from __future__ import annotations

import keyword
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from tableau2net.exact import PATTERN, Expression, ExpressionError, NotRealError, UndecidedError, parse, sign
from tableau2net.exact.rounding import LARGEST_SINGLE, SMALLEST_SINGLE
from tableau2net.exact.work import LARGEST_COST
from tableau2net.read import suggest
from tableau2net.read.model import Context, fault
from tableau2net.read.yaml_tree import Path, describe
from tableau2net.shown import beginning

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
PARAMETER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,29}")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
MAX_OPTION = 2**16
_FUNCTIONS = frozenset({"sqrt", "root", "sin", "cos", "pi"})


@dataclass(frozen=True)
class Leaf(ABC):
    """How one value is read; an annotation of a document's field."""

    @abstractmethod
    def read(self, value: Any, context: Context) -> Any:
        """The value. Raises a fault."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """What may be written, as JSON Schema."""

    def of(self, annotation: Any) -> Leaf:
        """The leaf for a field of this type."""
        return self

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        leaf = self.of(source)

        def validate(value: Any, info: ValidationInfo) -> Any:
            # Without a context the caller builds the value in Python, of the annotated types.
            return value if info.context is None else leaf.read(value, info.context)

        return core_schema.with_info_plain_validator_function(validate, metadata={"leaf": leaf})

    def __get_pydantic_json_schema__(
        self, source: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        leaf: Leaf = source["metadata"]["leaf"]
        return leaf.schema()


def literals(annotation: Any) -> tuple[str, ...]:
    """The words of all `Literal` in a type, in order."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(word for part in get_args(annotation) for word in literals(part))


def as_text(value: Any, expected: str) -> str:
    """The text of a scalar. Raises a fault for anything else."""
    if not isinstance(value, str):
        raise fault("a single value is expected here", describe(value), expected)
    return value.strip()


@dataclass(frozen=True)
class Text(Leaf):
    """One line of text for people, spaces folded; or, where `lines`, text as it stands."""

    limit: int = 300
    lines: bool = False

    def read(self, value: Any, context: Context) -> str:
        text = as_text(value, "text")
        if not self.lines:
            text = " ".join(text.split())
        odd = next((each for each in text if not each.isprintable() and each != "\n"), None)
        if odd is not None:
            message = "this text has a character that cannot be printed"
            raise fault(message, repr(odd), "printable text")
        if len(text) > self.limit:
            raise fault("this text is too long", f"{len(text)} characters", f"at most {self.limit}")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.limit}


@dataclass(frozen=True)
class SchemeName(Text):
    """A scheme of the catalogue, or the path of one."""

    def schema(self) -> dict[str, Any]:
        return {"$model": "SchemeName"}


@dataclass(frozen=True)
class Identifier(Leaf):
    """The name of a document."""

    def read(self, value: Any, context: Context) -> str:
        text = as_text(value, "a name")
        if not NAME.fullmatch(text):
            expected = "at most 64 lower-case letters, digits, and . _ -, beginning with a letter or a digit"
            raise fault("this is not a name", describe(text), expected)
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{NAME.pattern}$"}


@dataclass(frozen=True)
class ParameterName(Leaf):
    """The name of a parameter, or of a field: an identifier that is neither a function nor a Python keyword."""

    named: str = "parameter"

    def read(self, value: Any, context: Context) -> str:
        text = as_text(value, "a name")
        if text in _FUNCTIONS:
            raise fault(
                f"a {self.named} cannot have the name of a function",
                describe(text),
                "another name",
                key=True,
            )
        if not PARAMETER.fullmatch(text) or keyword.iskeyword(text):
            expected = "at most 30 letters, digits and _, beginning with a letter, and not a Python keyword"
            raise fault(f"this is not a {self.named}'s name", describe(text), expected, key=True)
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{PARAMETER.pattern}$"}


@dataclass(frozen=True)
class Integer(Leaf):
    """A whole number within bounds, in decimal digits."""

    low: int
    high: int

    def read(self, value: Any, context: Context) -> int:
        expected = f"an integer from {self.low} to {self.high}"
        text = as_text(value, expected)
        if not _INTEGER.fullmatch(text):
            raise fault("this is not an integer in bounds", describe(text), expected)
        if not self.low <= int(text) <= self.high:
            raise fault("this integer is out of bounds", text, expected)
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Float(Leaf):
    """A decimal number from `low` to `high`; where `open_low` or `open_high`, without that end."""

    low: float = 0.0
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False

    def read(self, value: Any, context: Context) -> float:
        return self.parsed(as_text(value, self._expected))

    def parsed(self, text: str) -> float:
        """The number that a text is. Raises a fault for any other text."""
        if not _FLOAT.fullmatch(text) or not math.isfinite(float(text)):
            raise fault("this is not a decimal number", describe(text), self._expected)
        number = float(text)
        if any(digit in "123456789" for digit in text.lower().partition("e")[0]):
            _check_single(number, text)
        below = number <= self.low if self.open_low else number < self.low
        above = number >= self.high if self.open_high else number > self.high
        if below or above:
            raise fault("this number is out of bounds", text, self._expected)
        return number

    @property
    def _expected(self) -> str:
        low = f"a decimal number {'>' if self.open_low else '≥'} {self.low:g}"
        return low if self.high == math.inf else f"{low} and {'<' if self.open_high else '≤'} {self.high:g}"

    def schema(self) -> dict[str, Any]:
        bounds: dict[str, Any] = {"exclusiveMinimum" if self.open_low else "minimum": self.low}
        if self.high < math.inf:
            bounds["exclusiveMaximum" if self.open_high else "maximum"] = self.high
        return {"type": "number", **bounds}


def _check_single(number: float, text: str) -> None:
    """Raise a fault where a number other than 0 is 0 or infinite among floats of 32 bits, or has lost digits."""
    if not SMALLEST_SINGLE <= abs(number) <= LARGEST_SINGLE:
        size = "large" if abs(number) > 1 else "small"
        expected = "a number from about 1.2e-38 to 3.4e38 in size, or 0: networks compute with 32 bits"
        raise fault(f"this number is too {size} for floating point", text, expected)


@dataclass(frozen=True)
class Share(Leaf):
    """A rational number > 0 and ≤ 1, exactly."""

    def read(self, value: Any, context: Context) -> Fraction:
        expected = "a rational number > 0 and ≤ 1"
        text = as_text(value, expected)
        number = expression(text, context).rational
        if number is None:
            raise fault("this number is not rational", text, expected)
        if not 0 < number <= 1:
            raise fault("this number is out of bounds", text, expected)
        return number

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"]}


@dataclass(frozen=True)
class Flag(Leaf):
    """true or false."""

    def read(self, value: Any, context: Context) -> bool:
        text = as_text(value, "true or false")
        if text not in ("true", "false"):
            raise fault("this is neither true nor false", describe(text), "true or false")
        return text == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice(Leaf):
    """One of a few words: those of the field's `Literal`."""

    words: tuple[str, ...] = ()

    def of(self, annotation: Any) -> Choice:
        return Choice(literals(annotation))

    def read(self, value: Any, context: Context) -> str:
        text = as_text(value, f"one of {', '.join(self.words)}")
        if text not in self.words:
            raise fault("this word is not allowed here", describe(text), suggest.expected(text, self.words))
        return text

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Coefficient(Leaf):
    """An exact number or a formula in the document's parameters; where `pattern`, also the entry
    `*`."""

    pattern: bool = False

    def read(self, value: Any, context: Context) -> Expression:
        text = as_text(value, "an exact number")
        if text == "*":
            if not self.pattern:
                raise fault("a pattern entry is allowed in A and b only", "'*'", "a number")
            return PATTERN
        return expression(text, context, names=context.names, round_off=context.round_off)

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"]}


@dataclass(frozen=True)
class Positive(Leaf):
    """An exact number > 0, or one of the words of the field's `Literal`."""

    words: tuple[str, ...] = ()

    def of(self, annotation: Any) -> Positive:
        return Positive(literals(annotation))

    def read(self, value: Any, context: Context) -> Expression | str:
        expected = " or ".join([*self.words, "an exact number > 0"])
        text = as_text(value, expected)
        if text in self.words:
            return text
        if self.words and text.isidentifier():
            raise fault("this word is not allowed here", describe(text), expected)
        number = expression(text, context)
        if _sign(number) <= 0:
            raise fault("this number is not positive", text, expected)
        return number

    def schema(self) -> dict[str, Any]:
        number: dict[str, Any] = {"type": ["number", "string"]}
        return {"anyOf": [{"enum": list(self.words)}, number]} if self.words else number


def expression(
    text: str,
    context: Context,
    *,
    names: frozenset[str] = frozenset(),
    start: int = 0,
    round_off: bool = False,
) -> Expression:
    """The expression in `text`, which begins `start` characters into its scalar. Raises a fault, also where the budget
    of the document has not enough left for it."""
    result = _parsed(text, names, round_off)
    if isinstance(result, ExpressionError):
        raise fault(result.message, result.found, result.expected, offset=start + result.offset)
    if not context.budget.spend(result.work):
        found = f"{context.budget.spent:,} bits in all its expressions up to here, multiplied out"
        raise fault("this document takes too much work", found, f"at most {LARGEST_COST:,}", offset=start)
    return result


@lru_cache(maxsize=4096)
def _parsed(text: str, names: frozenset[str], round_off: bool) -> Expression | ExpressionError:
    """A large tableau repeats few texts: each is parsed once."""
    if not text:
        return ExpressionError("the expression is empty", 0, "nothing", "a number")
    try:
        return parse(text, names, round_off=round_off)
    except ExpressionError as error:
        return error


def _sign(value: Expression) -> int:
    """The sign of a number without names, exactly."""
    try:
        return sign(value)
    except NotRealError:
        raise fault("this is not a real number", beginning(str(value)), "a real number") from None
    except (UndecidedError, ZeroDivisionError):
        expected = "a number that can be distinguished from 0: a short one, or an algebraic one"
        raise fault("it is not known whether this number is 0", beginning(str(value)), expected) from None


def in_order(low: Expression, high: Expression, *, strictly: bool) -> bool:
    """Whether low ≤ high, or low < high where `strictly`; for numbers without names, exactly."""
    sign = _sign(high - low)
    return sign > 0 or (sign == 0 and not strictly)


def entries(count: int) -> str:
    """The count in words."""
    return "1 entry" if count == 1 else f"{count} entries"


def comma_hint(row: Sequence[Expression], length: int) -> str:
    """What to add to the length expected of a list that is too long as by decimal commas: `0,5` is two entries."""
    pairs, i = 0, 0
    while i + 1 < len(row):
        whole, digits = row[i].rational, row[i + 1].rational
        torn = whole is not None and digits is not None and whole.denominator == digits.denominator == 1
        pairs += torn and digits is not None and digits >= 0
        i += 2 if torn else 1
    surplus = len(row) - length
    return "; a comma separates two entries; decimals take a point, as in 0.5" if 0 < surplus <= pairs else ""


def check_length(
    name: str, values: Sequence[Expression], expected: int, what: str, *, within: Path = ()
) -> None:
    """Raise a fault where the list under the key `name`, `within` which others stand, has not the length expected."""
    if len(values) != expected:
        message, hint = f"{name} has the wrong length", comma_hint(values, expected)
        raise fault(message, entries(len(values)), f"{expected}, {what}{hint}", path=(*within, name))
