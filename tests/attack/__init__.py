"""An attack on the verifier: random schemes of every kind, and what is right of them by other ways than its own.

numbers      exact numbers of rational and of number fields, and many ways to write each
scheme       a scheme as data, and its YAML text
generators   seed → schemes of known order, schemes near them, and what a careless author writes
oracles      scheme → what is right, by enumeration of trees and by root counting; no code of the product
product      YAML text → what the product says, the only module here that knows it
verdict      what is right against what is said
shrink       a scheme that they disagree on → a small one
kept         the schemes that they once disagreed on, in cases/, each with what is right

`make attack SEED=1 MINUTES=20` runs it; docs/attack.md tells what it found.
"""
