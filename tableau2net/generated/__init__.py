"""Generated files where people keep them: found, read, and compared with what their call gives now.

search      files and folders            → generated files
file        bytes of a file              → GeneratedFile, its parts
state       bytes, text that is emitted  → State
"""

from tableau2net.generated.file import GeneratedFile
from tableau2net.generated.search import generated_files
from tableau2net.generated.state import State, state

__all__ = ["GeneratedFile", "State", "generated_files", "state"]
