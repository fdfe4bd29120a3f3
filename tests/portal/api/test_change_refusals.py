"""Why a change is refused: one table for both sides."""

import ast

from tests.sources import PACKAGE, tree
from turbo_admin.core.sync.words import REFUSALS


def test_every_reason_of_the_portal_has_its_french_and_no_other_is_kept() -> None:
    reasons = {
        literal.value
        for path in (PACKAGE / "portal" / "api").glob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ChangeRefused"
        for literal in ast.walk(node.args[0])
        if isinstance(literal, ast.Constant)
    }
    assert reasons == set(REFUSALS)
