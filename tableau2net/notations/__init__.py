"""Tableaux where people have them: in code, in print, in tables. Texts are parsed, and nothing in them is ever run.

readers     a text in some notation         → all tableaux in it, each with its name, its place and its claims
judging     a tableau that was found        → what holds of it, exactly or within the digits
writers     a scheme                        → its text in some notation
"""

from tableau2net.notations.found import Found, Outcome, Unread
from tableau2net.notations.judging import Judgement, judge
from tableau2net.notations.sources import Reading, gathered, read_source
from tableau2net.notations.text import Text, decoded

__all__ = [
    "Found",
    "Judgement",
    "Outcome",
    "Reading",
    "Text",
    "Unread",
    "decoded",
    "gathered",
    "judge",
    "read_source",
]
