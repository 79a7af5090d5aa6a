"""Every place in a Python module that can be changed, each with the changed module.

Left as they are: docstrings, annotations, decorators, the words of an error, and what is imported.
"""

import ast
import copy
import re
from collections.abc import Iterator

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.Pow: ast.Mult, ast.FloorDiv: ast.Div, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
RENAMED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
RENAMED |= {"minimum": "maximum", "maximum": "minimum", "isnan": "isfinite"}
IN_SQL = ((">=", ">"), ("<=", "<"), ("IS NULL", "IS NOT NULL"), ("NOT ", ""), ("FALSE", "TRUE"))
IN_SQL += ((" AND ", " OR "), (" = ", " <> "), ("INNER", "LEFT"))
SKIPPED = (ast.Raise, ast.Import, ast.ImportFrom, ast.Assert)


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Yield (where and what was changed, the changed module) for every place."""
    tree = ast.parse(source)
    for node, parent, field in list(_places(tree)):
        for changed in _changes(node):
            line = f"{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:60]}"
            _put(parent, field, changed)
            yield f"{line} → {ast.unparse(changed)[:60]}", ast.unparse(tree)
            _put(parent, field, node)


Field = tuple[str, int | None]


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, Field]]:
    """Yield every part that may be changed, with the node and field in which it stands."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        inside = value if isinstance(value, list) else [value]
        for number, part in enumerate(inside):
            if not isinstance(part, ast.AST) or isinstance(part, SKIPPED) or _is_text(part, name):
                continue
            yield part, node, (name, number if isinstance(value, list) else None)
            yield from _places(part)


def _is_text(node: ast.AST, field: str) -> bool:
    """Return whether this is a docstring, or a statement that is a bare string."""
    return field == "body" and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _put(parent: ast.AST, field: Field, node: ast.AST) -> None:
    name, number = field
    if number is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[number] = node


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the other forms of one node."""
    if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp):
        yield from _other_operator(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from map(ast.Constant, _other_values(node.value))
    elif isinstance(node, ast.Call) and (name := _renamed(node.func)) is not None:
        yield ast.Call(name, node.args, node.keywords)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        changed = copy.copy(node)
        changed.test = ast.UnaryOp(ast.Not(), node.test)
        yield changed
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield ast.comprehension(node.target, node.iter, [], node.is_async)
    elif isinstance(node, ast.Return) and ast.unparse(node) not in ("return", "return None"):
        yield ast.Return(ast.Constant(None))


def _other_operator(node: ast.Compare | ast.BoolOp | ast.BinOp) -> Iterator[ast.AST]:
    old = node.ops[0] if isinstance(node, ast.Compare) else node.op
    if type(old) in SWAPPED:
        changed = copy.copy(node)
        new = SWAPPED[type(old)]()
        if isinstance(changed, ast.Compare):
            changed.ops = [new, *changed.ops[1:]]
        else:
            changed.op = new  # type: ignore[assignment]
        yield changed


def _other_values(value: object) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    elif isinstance(value, str) and re.search(r"[A-Z]{4}|^ ?[<>]=? ?$", value):
        yield from {value.replace(old, new, 1) for old, new in IN_SQL if old in value}


def _renamed(function: ast.expr) -> ast.expr | None:
    if isinstance(function, ast.Name) and function.id in RENAMED:
        return ast.Name(RENAMED[function.id], ast.Load())
    if isinstance(function, ast.Attribute) and function.attr in RENAMED:
        return ast.Attribute(function.value, RENAMED[function.attr], ast.Load())
    return None
