"""Prove, exactly, what a scheme document claims: document → certificate.

`verify` (documents) and `prove` (methods) never raise for a bad scheme: the certificate says what was refuted and by
which order condition, and what was left open and why, and is false then. `require` raises for it, and in tests
`assert_verified`.
"""

from tableau2net.methods import Claims
from tableau2net.verify.certificate import Certificate, Violation, assert_verified, require
from tableau2net.verify.conditions.residuals import PrincipalError, Residual, principal_error
from tableau2net.verify.prove import prove, verify
from tableau2net.verify.sequence import Course, in_sequence, of_pattern

__all__ = [
    "Certificate",
    "Claims",
    "Course",
    "PrincipalError",
    "Residual",
    "Violation",
    "assert_verified",
    "in_sequence",
    "of_pattern",
    "principal_error",
    "prove",
    "require",
    "verify",
]
