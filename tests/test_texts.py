"""
Every sentence of the suite in Vietnamese: each English pattern of the code has one, and none is left over.

The patterns are read from the code itself: the first argument of `say` and of what hands a pattern on to it. One that
cannot be followed to a literal fails a test here, so that none escapes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import conformance
from conformance.texts import vietnamese

PACKAGE = Path(conformance.__file__).parent

# What makes a sentence of its first argument. Inside of them that argument is a parameter: collected at their callers.
MAKERS = {"say", "finding", "finding_on", "_t"}
# Patterns that stand together in one definition: the file and the variable handed to say() -> that definition.
ELSEWHERE = {
    ("standard/__init__.py", "fault"): "_binding_fault",
    ("standard/reading.py", "pattern"): "_INCOHERENT",
}
# Where a Message is made: by say() itself, and where the values of an error are made visible.
MESSAGES = {("texts.py", "say"), ("texts.py", "harmless")}
# What has names of its own.
SCOPES = ast.FunctionDef | ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True)
class Call:
    """
    A call, and the scope that it stands in.
    """

    file: str
    node: ast.Call
    scope: ast.AST

    @property
    def place(self) -> str:
        """
        File and line.
        """
        return f"{self.file}:{self.node.lineno}"


@cache
def _modules() -> dict[str, ast.Module]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _scoped(node: ast.AST, scope: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """
    All that stands below a node, each with the scope that it stands in.
    """
    for child in ast.iter_child_nodes(node):
        yield child, scope
        yield from _scoped(child, child if isinstance(child, SCOPES) else scope)


def _calls(names: set[str]) -> list[Call]:
    return [
        Call(file, node, scope)
        for file, module in _modules().items()
        for node, scope in _scoped(module, module)
        if isinstance(node, ast.Call) and _name(node.func) in names
    ]


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        of_printer = node.attr == "say" and _name(node.value) == "self"  # takes a text that has both languages
        return "" if of_printer else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _patterns(call: Call) -> set[str]:
    """
    The patterns that a call may be given. Raises ValueError where they cannot be followed to literals.
    """
    first = call.node.args[0] if call.node.args else None
    if not isinstance(first, ast.Name):
        return {_literal(first)}
    if (call.file, first.id) in ELSEWHERE:
        return _defined(_modules()[call.file], ELSEWHERE[call.file, first.id])
    scope = call.scope
    if isinstance(scope, ast.FunctionDef) and scope.name in MAKERS and first.id in _parameters(scope):
        return set()
    return _assigned(scope, first.id)


def _literal(node: ast.AST | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ValueError("no literal")


def _parameters(function: ast.FunctionDef) -> set[str]:
    return {each.arg for each in (*function.args.posonlyargs, *function.args.args)}


def _assigned(scope: ast.AST, name: str) -> set[str]:
    """
    What is assigned to a name in a scope. Raises ValueError when that is nothing, or anything but literals.
    """
    nodes = [node for node, inner in _scoped(scope, scope) if inner is scope]
    stores = [each for each in nodes if isinstance(each, ast.Name) and each.id == name and _is_stored(each)]
    values = [value for node in nodes if isinstance(node, ast.Assign) for value in _values(node, name)]
    if not values or len(values) != len(stores):
        raise ValueError(f"{name} is not, or not only, assigned in this scope")
    return {_literal(value) for value in values}


def _is_stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _values(node: ast.Assign, name: str) -> list[ast.expr]:
    pairs = [pair for target in node.targets for pair in _pairs(target, node.value)]
    return [value for target, value in pairs if _name(target) == name]


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def _defined(module: ast.Module, name: str) -> set[str]:
    """
    All texts in the definition of a function or a constant of a module.
    """
    found = [statement for statement in module.body if name in _names_of(statement)]
    return {
        node.value
        for statement in found
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _names_of(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef):
        return {statement.name}
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", statement)]
    return {_name(target) for target in targets}


def _escapes(call: Call) -> bool:
    try:
        _patterns(call)
    except ValueError:
        return True
    return False


def _used() -> set[str]:
    return {pattern for call in _calls(MAKERS) if not _escapes(call) for pattern in _patterns(call)}


def _values_in(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


def test_no_pattern_escapes_the_search() -> None:
    """
    Every call is given a literal, or a name that nothing but literals is assigned to in the same function.
    """
    assert [] == [call.place for call in _calls(MAKERS) if _escapes(call)]


def test_every_exception_of_the_search_is_needed() -> None:
    """
    Each definition of patterns is handed to say() where the table says so, and holds some.
    """
    handed = {(call.file, _name(call.node.args[0])) for call in _calls({"say"}) if call.node.args}
    assert set() == set(ELSEWHERE) - handed
    assert [] == [name for (file, _), name in ELSEWHERE.items() if not _defined(_modules()[file], name)]


def test_a_message_is_made_by_say_alone() -> None:
    """
    Nothing else makes a Message, and `say` is only ever called, never handed on or renamed.
    """
    nodes = [node for module in _modules().values() for node in ast.walk(module)]
    loaded = [node for node in nodes if isinstance(node, ast.Name) and node.id == "say" and not _is_stored(node)]
    renamed = [node for node in nodes if isinstance(node, ast.alias) and node.name == "say" and node.asname]
    called = [call for call in _calls({"say"}) if isinstance(call.node.func, ast.Name)]
    assert MESSAGES == {(call.file, getattr(call.scope, "name", "")) for call in _calls({"Message"})}
    assert len(called) == len(loaded)
    assert [] == renamed


def test_every_pattern_exists_in_vietnamese() -> None:
    """
    No English pattern is without its Vietnamese one.
    """
    assert [] == sorted(_used() - set(vietnamese()))


def test_no_vietnamese_pattern_is_left_over() -> None:
    """
    No Vietnamese pattern belongs to an English one that the code no longer has.
    """
    assert [] == sorted(set(vietnamese()) - _used())


def test_both_languages_show_the_same_values() -> None:
    """
    A Vietnamese pattern says something, and names every value of the English one and no other.
    """
    assert [] == [text for text, translated in vietnamese().items() if _values_in(text) != _values_in(translated)]
    assert [] == [text for text, translated in vietnamese().items() if not translated.strip()]
