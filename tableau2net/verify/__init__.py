"""Prove, exactly, what a scheme document claims: document → certificate.

`verify` (documents) and `prove` (methods) never raise for a bad scheme: the certificate says what
was refuted and by which order condition. `require` raises for it.
"""

from tableau2net.verify.certificate import Certificate, Violation
from tableau2net.verify.claims import Claims
from tableau2net.verify.conditions.residuals import PrincipalError, Residual, principal_error
from tableau2net.verify.prove import prove, require, verify

__all__ = [
    "Certificate",
    "Claims",
    "PrincipalError",
    "Residual",
    "Violation",
    "principal_error",
    "prove",
    "require",
    "verify",
]
