"""What code really computes: a step is run with probe fields, and its coefficients are read off what it was seen to do.

child        the process in which code is run             → recordings
signatures   one file a family: how a step is run
process      the child's limits, its end                   request → answer
recording    what was seen
trajectory   what was seen of a sequence of steps
expected     what should be seen                           scheme, rule → recording
comparison   coefficient by coefficient, and in words
recovered    the scheme of a recording, exact where that is proved
separable    the scheme of a step on position and momentum
periodic     the formula that a sequence comes to follow
multistep    the exact numbers of such a formula, by its order
sequence     that formula as a scheme, the start, the order of the sequence
translation  emitted files against what they were made from
report       words and JSON
audit        all of these, one after the other            reference → Audit
"""
