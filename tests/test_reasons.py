"""Everything that a checker is told to overlook has its reason beside it."""

from __future__ import annotations

import re

from tests import ROOT

WITHOUT_A_REASON = re.compile(r"#\s*type:\s*ignore(\[[\w, -]+\])?\s*$")


def test_a_type_that_is_ignored_says_why() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "simulator").rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if WITHOUT_A_REASON.search(line)
    ] == []
