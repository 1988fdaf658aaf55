"""The source emitter: graph → Python source that imports torch alone."""

from tableau2net.emit.source.file import source

__all__ = ["source"]
