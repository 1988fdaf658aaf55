"""Pictures of a graph: graph → Picture (`draw`) → text in one of the formats (`formats`, one file each)."""

from tableau2net.report.picture.draw import draw
from tableau2net.report.picture.formats import render, suffixes
from tableau2net.report.picture.shapes import Box, Edge, Flow, Picture

__all__ = ["Box", "Edge", "Flow", "Picture", "draw", "render", "suffixes"]
