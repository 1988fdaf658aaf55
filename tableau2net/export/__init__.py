"""A network with its weights as a file for other programs, run back and compared: network → bytes (`formats`, one file
each)."""

from tableau2net.export.exported import Exported, export
from tableau2net.export.formats import suffixes

__all__ = ["Exported", "export", "suffixes"]
