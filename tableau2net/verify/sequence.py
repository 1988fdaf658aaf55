"""The order of the sequence that a network's steps are: of the formula as it is computed, and of how its first values
are made.

The external values at the start are exact up to O(h^g). A zero-stable method of order p then leaves a global error of
O(h^min(p, g)) (E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, III.8, theorem 8.13;
for multistep methods III.4, theorem 4.5). Here

    g = q + 1      where k − 1 steps of a starter of order q make the past, with errors of O(h^{q+1}) in its states and
                   O(h^{q+2}) in h times its slopes
    g = n          where every free external value starts as ξ(∅) times the state, and n is the least order of a tree
                   with ξ(t) ≠ 0, which is then left out. It is the order and no higher one, where n < p and the part
                   of ξ(t) along the principal eigenvector of V is not 0, which stays for ever
    g = ∞          where copies of the state start as the state

Of a multistep method with q + 1 < p that is the order and no higher one: to the principal root the starting errors
e_j = j δ contribute δ ρ″(1)/2, which is not 0, for ρ″(1)/ρ′(1) is twice the sum of 1/(1 − w) over the other roots w of
ρ, and the real part of each is at least 1/2 for |w| ≤ 1.

Stage equations that are iterated by m sweeps leave the slopes with errors of O(h^{m+1}), so that the step agrees with
that of the formula on all trees of up to m + 1 vertices: with m ≥ p the order is p. With fewer sweeps the step is that
of an explicit method, and is verified like any other, for autonomous equations: the fields are evaluated at the
abscissae of the formula.

A scheme whose claims take some field to be linear has in a network the order that it has for any fields, for nothing
says that the network's are linear.

Where a new state goes through an activation σ, a step is u′ = σ(Φ(u)), with Φ the scheme: for f = 0 that is σ(u), not
u, and so of no order for a σ that is not the identity.

Where slopes are concatenated, no step of the scheme is taken, and there is no order to tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tableau2net.algebra.domains import choose
from tableau2net.errors import InputError
from tableau2net.methods import Claims, Method, unrolled
from tableau2net.series.bseries import trees
from tableau2net.series.known import NONE
from tableau2net.series.underlying import Underlying
from tableau2net.shown import counted
from tableau2net.verify.certificate import Certificate, SequenceOrder
from tableau2net.verify.conditions.setting import entries
from tableau2net.verify.judge import contested, undecided
from tableau2net.verify.objections import objection
from tableau2net.verify.prove import prove
from tableau2net.verify.provers.rescaling import factor, order_after


@dataclass(frozen=True, slots=True)
class Course:
    """How a network takes the steps of a scheme: the certificate and the method of the starter that makes the past, if
    there is one; by how many sweeps the stage equations are iterated, None where they are solved; and `after`, what a
    new state goes through, if anything: with `known_after` it is none that leaves all states as they are."""

    starter: tuple[Certificate, Method] | None = None
    sweeps: int | None = None
    jacobi: bool = False
    after: str = ""
    known_after: bool = False


def in_sequence(
    certificate: Certificate, method: Method, course: Course, at_least: int | None = None
) -> Certificate:
    """The certificate of a network's scheme, with the order of the sequence of its steps, which is the formula's own
    where nothing but the state, or its parts, goes from step to step and no stage equation is iterated; refuted where
    `at_least` asks for a higher one."""
    found = _sequence(certificate, method, course)
    if found is None:
        return certificate
    certificate = replace(certificate, sequence=found)
    if at_least is None or certificate.refuted:
        return certificate
    message = f"order {at_least} or more is asked for, but {found.truth}"
    objections = objection(found.known.reaches(at_least), message)
    return contested(certificate, [("at_least", each) for each in objections])


_PATTERN = "with coupling concat only the pattern of A and B is used, so no order is claimed of the network"


def of_pattern(certificate: Certificate, at_least: int | None = None) -> Certificate:
    """What is told of a network that takes only the pattern of a scheme: nothing of what was proved of its numbers, and
    an order that `at_least` asks for is left open. The certificate itself where it does not prove what the scheme
    claims."""
    if not certificate.ok:
        return certificate
    draft = Certificate(
        name=certificate.name,
        kind=certificate.kind,
        stages=certificate.stages,
        explicit=certificate.explicit,
        order=None,
        claimed=None,
        verdict="exact",
    )
    return undecided(draft, Claims(at_least=at_least), _PATTERN)


def _sequence(certificate: Certificate, method: Method, course: Course) -> SequenceOrder | None:
    if course.after:
        reason = "a step is then no longer the scheme alone"
        start = f"whose steps end in {course.after}"
        return SequenceOrder(None, NONE if course.known_after else None, start, reason=reason)
    method = method.substitute(method.settled)
    kinds = {value.kind for value in method.external}
    p, most, after = certificate.order, certificate.most("order"), certificate.rescaled_order
    words, good, scaled = [], p, after
    at_most: int | None = None  # what the first values allow for certain
    if method.linear:
        words.append(f"whose {' and '.join(method.linear)} need not be linear")
        method, p, most = method.for_any_fields, certificate.general_order, certificate.most("general_order")
        good = p
    if method.steps > 1 and course.starter is not None:
        starter, how = course.starter
        proved = "" if starter.order is None else f", of order {starter.order},"
        words.append(f"that {starter.name}{proved} starts")
        good = at_most = None if starter.order is None else starter.order + 1
        scaled = after and min(after, _rescaled_start(method, how.substitute(how.settled)))
    elif "free" in kinds:
        words.append("that starts from the state alone")
        good, at_most = _left_out(method, p)
    elif "copy" in kinds:
        words.append("whose copies all start as the state")
    if course.sweeps is not None and p is not None:
        words.append(f"with its stages iterated by {counted(course.sweeps, 'sweep')}")
        p, most = _iterated(p, most, method, course)
        scaled = scaled if scaled is not None and course.sweeps >= scaled else None
    if not words:
        return None
    start, reason = " ".join(words), _obstacle(certificate, course, p)
    if reason or p is None or good is None:
        none = NONE if certificate.zero_stable is False else None
        return SequenceOrder(None, none, start, reason=reason)
    if good < p:
        most = at_most
    return SequenceOrder(min(p, good), most, start, scaled)


def _obstacle(certificate: Certificate, course: Course, p: int | None) -> str:
    """Why no order is proved of the sequence; empty where one is."""
    if certificate.order is None:
        return "nothing is proved of the scheme"
    if p is None:
        return "its order with iterated stages is not decided"
    if course.starter is not None and course.starter[0].order is None:
        return f"nothing is proved of {course.starter[0].name}"
    undecided = "its zero-stability is not decided"
    return {True: "", False: "it is not zero-stable", None: undecided}[certificate.zero_stable]


def _rescaled_start(method: Method, starter: Method) -> int:
    """g after the slopes of scheme and starter are rescaled alike."""
    theta = factor(method, choose(entries(method)))
    assert theta is not None  # where there is an order after rescaling
    return (order_after(starter, theta, choose((*entries(starter), theta))) or 0) + 1


def _left_out(method: Method, highest: int | None) -> tuple[int | None, int | None]:
    """g where free external values start from the state alone, no more than `highest`; and again where the order is
    no higher for certain."""
    if not highest:
        return highest, highest
    under = Underlying(method, choose(entries(method)))
    g = next((n for n in range(1, highest) for t in trees(n) if any(under.xi(t))), highest)
    stays = any(under.along_principal(under.xi(t)) for t in trees(g))
    return g, g if stays else None


def _iterated(p: int, most: int | None, method: Method, course: Course) -> tuple[int | None, int | None]:
    """The order of a method of order p, and what it is at most, with its stage equations iterated; None where the
    iteration's coefficients cannot be decided."""
    if course.sweeps is None or course.sweeps >= p:
        return p, most
    try:
        found = prove(unrolled(method, course.sweeps, jacobi=course.jacobi))
        return found.order, found.most("order")
    except InputError:
        return None, None
