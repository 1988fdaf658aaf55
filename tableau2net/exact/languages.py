"""Exact numbers in the words of other languages: one tree of arithmetic, and how each language writes its leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tableau2net.errors import InputError
from tableau2net.exact import ONE, Constant, Expression, Function, Name, Number, Power, Product, Rounded, Sum
from tableau2net.shown import beginning

# Letters that LaTeX has under these names.
_GREEK = "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi omega"
GREEK = frozenset(_GREEK.split())


@dataclass(frozen=True)
class Style:
    """How a language writes whole numbers, quotients of them, functions, powers, and the n-th root of a number."""

    whole: Callable[[int], str]
    quotient: Callable[[int, int], str]
    functions: Mapping[str, str]
    power: Callable[[str, int], str]
    root: Callable[[str, int], str]
    pi: str
    decimal: Callable[[str], str] = str


def spelled(number: Expression, style: Style) -> str:
    """The number in a language. Raises InputError where it has no such numbers."""
    value = number.rational
    if value is not None:
        top, bottom = value.as_integer_ratio()
        return style.whole(top) if bottom == 1 else style.quotient(top, bottom)
    match number:
        case Rounded(value, _, text):
            return spelled(Number(value), style) if "/" in text else style.decimal(text)
        case Constant():
            return style.pi
        case Sum(terms):
            return _added([spelled(term, style) for term in terms])
        case Product():
            return _product(number, style)
        case Power(base, exponent):
            inverse = f"{style.whole(1)}/{_closed(base, style)}"
            return inverse if exponent == -1 else style.power(_closed(base, style), exponent)
        case Function(name, arguments) if name in style.functions and len(arguments) == 1:
            return f"{style.functions[name]}({spelled(arguments[0], style)})"
        case Function("root", _) if (pure := pure_root(number)) is not None:
            return style.root(spelled(Number(pure[0]), style), pure[1])
    raise InputError(
        "this notation has no such numbers", None, beginning(str(number)), "sums of fractions and roots"
    )


def pure_root(number: Expression) -> tuple[Fraction, int] | None:
    """The x > 0 and n of a number that is the positive n-th root of x; None for any other."""
    if not isinstance(number, Function) or number.name != "root":
        return None
    index, *coefficients = (argument.rational or Fraction(0) for argument in number.arguments)
    low, *between, high = coefficients
    degree = len(coefficients) - 1
    x = -low / high
    if any(between) or x <= 0 or index != (1 if degree % 2 else 2):
        return None
    return x, degree


def _added(terms: Sequence[str]) -> str:
    """Terms with signs between them, of which those that begin with a minus bring their own."""
    first, *others = terms
    return first + "".join(f" - {each[1:]}" if each.startswith("-") else f" + {each}" for each in others)


def _product(product: Product, style: Style) -> str:
    sign, above, below = product_parts(product, lambda factor: _closed(factor, style), style.whole)
    return "/".join([sign + "*".join(above), *below])


def product_parts(
    product: Product, factor: Callable[[Expression], str], whole: Callable[[int], str]
) -> tuple[str, list[str], list[str]]:
    """A product as its sign, the factors of its numerator, of which there is one at least, and of its denominator."""
    scale = product.factors[0].rational
    rest = product.factors if scale is None else product.factors[1:]
    top, bottom = (1, 1) if scale is None else scale.as_integer_ratio()
    above = [factor(each) for each in rest if not _inverted(each)]
    below = [factor(ONE / each) for each in rest if _inverted(each)]
    if abs(top) != 1 or not above:
        above = [whole(abs(top)), *above]
    if bottom != 1:
        below = [whole(bottom), *below]
    return "-" if top < 0 else "", above, below


def _inverted(factor: Expression) -> bool:
    return isinstance(factor, Power) and factor.exponent < 0


def _closed(number: Expression, style: Style) -> str:
    """The number, in parentheses unless it is one word."""
    text = spelled(number, style)
    plain = isinstance(number, Function) and pure_root(number) is None
    return text if plain or isinstance(number, Constant) or text.isalnum() else f"({text})"


PYTHON = Style(
    whole=str,
    quotient=lambda top, bottom: f"{top} / {bottom}",
    functions={"sqrt": "np.sqrt", "sin": "np.sin", "cos": "np.cos"},
    power=lambda base, exponent: f"{base} ** {exponent}",
    root=lambda base, degree: f"({base}) ** (1 / {degree})",
    pi="np.pi",
)
SYMPY = Style(
    whole=str,
    quotient=lambda top, bottom: f"Rational({top}, {bottom})",
    functions={"sqrt": "sqrt", "sin": "sin", "cos": "cos"},
    power=lambda base, exponent: f"{base} ** {exponent}",
    root=lambda base, degree: f"({base}) ** Rational(1, {degree})",
    pi="pi",
    decimal=lambda text: f"Rational('{text}')",
)
JULIA = Style(
    whole=str,
    quotient=lambda top, bottom: f"{top}//{bottom}",
    functions={"sqrt": "sqrt", "sin": "sin", "cos": "cos"},
    power=lambda base, exponent: f"{base}^({exponent})",
    root=lambda base, degree: f"({base})^(1//{degree})",
    pi="π",
    decimal=lambda text: f'big"{text}"',
)
C = Style(
    whole=lambda value: f"{value}.0",
    quotient=lambda top, bottom: f"{top}.0 / {bottom}.0",
    functions={"sqrt": "sqrt", "sin": "sin", "cos": "cos"},
    power=lambda base, exponent: f"pow({base}, {exponent})",
    root=lambda base, degree: f"pow({base}, 1.0 / {degree}.0)",
    pi="M_PI",
)
PLAIN = Style(
    whole=str,
    quotient=lambda top, bottom: f"{top}/{bottom}",
    functions={"sqrt": "sqrt", "sin": "sin", "cos": "cos"},
    power=lambda base, exponent: f"{base}^({exponent})",
    root=lambda base, degree: f"({base})^(1/{degree})",
    pi="pi",
)


def in_latex(number: Expression) -> str:
    r"""The number as LaTeX has it: `\frac{1}{2} - \frac{\sqrt{3}}{6}`. Raises InputError as `spelled` does."""
    value = number.rational
    if value is not None:
        top, bottom = value.as_integer_ratio()
        sign = "-" if top < 0 else ""
        return str(top) if bottom == 1 else rf"{sign}\frac{{{abs(top)}}}{{{bottom}}}"
    match number:
        case Rounded(value, _, text):
            return in_latex(Number(value)) if "/" in text else text
        case Constant():
            return r"\pi"
        case Name(name):
            return rf"\{name}" if name in GREEK else name if len(name) == 1 else _upright(name)
        case Sum(terms):
            return _added([in_latex(term) for term in terms])
        case Product():
            sign, *parts = product_parts(number, _latex_factor, str)
            over, under = (r" \cdot ".join(each) for each in parts)
            return rf"{sign}\frac{{{over}}}{{{under}}}" if under else f"{sign}{over}"
        case Power(base, exponent):
            return rf"\left({in_latex(base)}\right)^{{{exponent}}}"
        case Function("sqrt", (argument,)):
            return rf"\sqrt{{{in_latex(argument)}}}"
        case Function("sin" | "cos" as name, (argument,)):
            return rf"\{name}\left({in_latex(argument)}\right)"
        case Function("root", _) if (pure := pure_root(number)) is not None:
            return rf"\sqrt[{pure[1]}]{{{in_latex(Number(pure[0]))}}}"
    raise InputError(
        "this notation has no such numbers", None, beginning(str(number)), "sums of fractions and roots"
    )


def _upright(name: str) -> str:
    return rf"\mathrm{{{name.replace('_', chr(92) + '_')}}}"


def _latex_factor(number: Expression) -> str:
    text = in_latex(number)
    return rf"\left({text}\right)" if isinstance(number, Sum) else text
