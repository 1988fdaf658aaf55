"""Whether a step can be undone: solving it for y gives the method with

A' = A − U V⁻¹ B,

which is explicit iff V is invertible and the graph of A' has no cycle.
"""

from __future__ import annotations

from tableau2net.algebra.domains.function_field import FunctionField
from tableau2net.algebra.linear.matrix import determinant, product, solved
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.subject import Subject

TITLE = "Reversibility"
DEFINED_FOR = ()


def find(subject: Subject) -> tuple[Finding, ...]:
    """Whether the inverse step is explicit, so that activations need not be stored."""
    import networkx

    name, method, domain = "explicitly reversible", subject.method, subject.domain
    V, U, B = subject.rows(method.V), subject.rows(method.U), subject.rows(method.B)
    VB = solved(V, B)
    if VB is None:
        return (Finding(name, False, "V is singular"),)
    back = product(U, VB, domain)
    graph = networkx.DiGraph(
        (j, i) for i, row in enumerate(back) for j, x in enumerate(row) if subject.A[i][j] - x
    )
    if not networkx.is_directed_acyclic_graph(graph):
        cycle = [subject.stages[i] for i, _ in networkx.find_cycle(graph)]
        stages = ", ".join(str(i + 1) for i in sorted(cycle))
        plural = "stage" if len(cycle) == 1 else "stages"
        return (Finding(name, False, f"A - U V^-1 B has a cycle through {plural} {stages}"),)
    scale = determinant(V, domain)
    moves = isinstance(domain, FunctionField) and domain.parameters_in(scale)
    return (Finding(name, True, f"where det V = {domain.text(scale)} is not 0" if moves else ""),)
