"""What source text imports and what it would evaluate: read off its syntax tree, never by running it."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterator, Sequence

PACKAGE = "tableau2net"
_DOTTED = re.compile(rf"{PACKAGE}((\.\w+)+)(:\w+)?\.?")
# What turns text or bytes into code that runs, by its full name; a name ends at a dot or is whole.
EVALUATORS = (
    *("builtins.eval", "builtins.exec", "builtins.compile", "builtins.__import__"),
    *("pickle", "cPickle", "_pickle", "cloudpickle", "dill", "joblib", "jsonpickle", "marshal", "shelve"),
    *(
        "code",
        "codeop",
        "runpy",
        "imp",
        "yaml",
        "numexpr",
        "pandas.eval",
        "types.CodeType",
        "types.FunctionType",
    ),
    *("os.system", "os.popen", "os.exec", "subprocess.getoutput", "subprocess.getstatusoutput"),
    *(
        "sympy.parsing",
        "sympy.sympify",
        "sympy.parse_expr",
        "sympy.core.sympify",
        "sympy.S(",
        "sympy.lambdify",
    ),
    *("sympy.utilities.lambdify", "timeit", "torch.jit.CompilationUnit", "torch.package"),
)
# What of these modules runs nothing, imported by its own name.
HARMLESS = {"yaml.parse", "yaml.CBaseLoader", "yaml.YAMLError"}
# Whoever they are asked of: no class of ours or of a dependency has a harmless method of that name.
ATTRIBUTES = {"sympify", "parse_expr", "__import__", "__builtins__", "lambdify", "exec_module"}
# Harmless only when told so.
KEYWORDS: dict[str, tuple[str, set[object]]] = {
    "torch.load": ("weights_only", {True}),
    "numpy.load": ("allow_pickle", {False, None}),  # None: not told, and then it is False
    "ruamel.yaml.YAML": ("typ", {"safe", "rt"}),
}
_NAMES = {name.rpartition(".")[2].rstrip("(") for name in EVALUATORS if "." in name} | ATTRIBUTES

# What opens files by names; a method counts by its name, whoever it is asked of.
OPENERS = (
    *(
        "builtins.open",
        "io.open",
        "io.FileIO",
        "os.open",
        "os.fdopen",
        "os.mkfifo",
        "os.replace",
        "os.rename",
        "os.link",
    ),
    *(
        "os.truncate",
        "codecs.open",
        "fileinput",
        "linecache",
        "mmap",
        "tempfile",
        "shutil",
        "glob.glob0",
        "dbm",
        "sqlite3",
    ),
    *(
        "gzip",
        "bz2.open",
        "bz2.BZ2File",
        "lzma.open",
        "lzma.LZMAFile",
        "tarfile",
        "zipfile",
        "csv.open",
        "wave",
    ),
    *(
        "numpy.load",
        "numpy.save",
        "numpy.fromfile",
        "numpy.loadtxt",
        "numpy.memmap",
        "torch.load",
        "torch.save",
    ),
    *("torch.from_file", "PIL.Image.open"),
)
METHODS = {
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "touch",
    "rename",
    "hardlink_to",
    "tofile",
}


def imports(source: str, module: str) -> Iterator[tuple[int, str]]:
    """The line and the full name of everything of the package that a file asks for, however it asks.

    `module` is the file's own dotted name, that of a package ending in `.__init__`: relative imports start there.
    Besides import statements a text that is a dotted name of the package counts, as `import_module` takes it.
    A name that is imported from the top of the package, be it a sub-package or a function, counts as it stands.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == PACKAGE:
                    yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            start = _start(node, module)
            if start.partition(".")[0] == PACKAGE:
                for alias in node.names:
                    yield node.lineno, start if "." in start else f"{start}.{alias.name}"
        elif isinstance(node, ast.Constant) and (found := _DOTTED.fullmatch(str(node.value))):
            yield node.lineno, f"{PACKAGE}{found[1]}"


def _start(node: ast.ImportFrom, module: str) -> str:
    """What a statement `from … import` imports from, in full."""
    if not node.level:
        return node.module or ""
    return ".".join([*module.split(".")[: -node.level], *([node.module] if node.module else [])])


def evaluations(source: str) -> Iterator[tuple[int, str]]:
    """The line and the name of all that could run text as code: called, handed on, imported or looked up by name."""
    nodes = list(ast.walk(ast.parse(source)))
    full = _names_of(nodes)
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((node.lineno, name) for name in _imported(node) if _evaluates(name))
        elif isinstance(node, ast.Name | ast.Attribute):
            name = full(node)
            if _evaluates(name) or (isinstance(node, ast.Attribute) and node.attr in ATTRIBUTES):
                yield node.lineno, name or ast.unparse(node)
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, name) for name in _told(node, full(node.func)))
        elif isinstance(node, ast.Subscript) and getattr(node.slice, "value", None) in _NAMES:
            yield node.lineno, ast.unparse(node)  # globals()["eval"]


def openings(source: str) -> Iterator[tuple[int, str]]:
    """The line and the name of all that could open, make or move a file: called, handed on or imported by name."""
    nodes = list(ast.walk(ast.parse(source)))
    full = _names_of(nodes)
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute):
            name = full(node)
            if _is_one_of(name, OPENERS) or (isinstance(node, ast.Attribute) and node.attr in METHODS):
                yield node.lineno, name or ast.unparse(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "open":
            yield node.lineno, full(node.func) or ast.unparse(node.func)


def printings(source: str) -> Iterator[tuple[int, str]]:
    """The line and the name of all that prints."""
    nodes = list(ast.walk(ast.parse(source)))
    full = _names_of(nodes)
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute):
            name = full(node)
            if name in ("builtins.print", "typer.echo", "typer.secho", "click.echo") or re.fullmatch(
                r"sys\.(__)?std(out|err)(__)?\.(write|buffer\.write|writelines)", name
            ):
                yield node.lineno, name


def _names_of(nodes: Sequence[ast.AST]) -> Callable[[ast.expr], str]:
    aliases = dict(_aliases(nodes))
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}

    def full(node: ast.expr) -> str:
        """The dotted name that an expression is, with what was imported in the place of its alias; or nothing."""
        if isinstance(node, ast.Attribute):
            before = full(node.value)
            return f"{before}.{node.attr}" if before else ""
        if not isinstance(node, ast.Name):
            return ""
        if node.id in aliases:
            return aliases[node.id]
        return f"builtins.{node.id}" if node.id not in own and hasattr(builtins, node.id) else ""

    return full


def _aliases(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, str]]:
    """Each name that is imported, with the full name of what it stands for."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [] if node.level else [f"{node.module}.{alias.name}" for alias in node.names]


def _evaluates(name: str) -> bool:
    return name not in HARMLESS and _is_one_of(name, EVALUATORS)


def _is_one_of(name: str, those: tuple[str, ...]) -> bool:
    return any(f"{name}.".startswith(f"{each}.") for each in those)


def _told(call: ast.Call, name: str) -> Iterator[str]:
    """What is wrong with a call that is harmless in other words: the text of a name, a keyword, a shell."""
    texts = [
        each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    values = {each.arg: each.value.value for each in call.keywords if isinstance(each.value, ast.Constant)}
    if name in ("builtins.getattr", "operator.attrgetter") and _NAMES & set(texts):
        yield ast.unparse(call)
    if ast.unparse(call.func).endswith("import_module") and any(_evaluates(text) for text in texts):
        yield ast.unparse(call)
    if name in KEYWORDS and values.get(KEYWORDS[name][0]) not in KEYWORDS[name][1]:
        yield ast.unparse(call)
    if values.get("shell") or f"{name}(" in EVALUATORS:
        yield ast.unparse(call)
