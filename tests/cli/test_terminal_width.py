"""The width that COLUMNS states is believed within reason."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from simulator.cli import cli


@pytest.mark.parametrize("columns", ["0", "1", "-5", "100000", "1000000000", "9" * 5000, "wide"])
@pytest.mark.parametrize("command", [("settings", "ios"), ("steps",), ("rules", "session.client"), ("--help",)])
def test_any_width_is_shown_at_once(columns: str, command: tuple[str, ...]) -> None:
    shown = CliRunner(env={"COLUMNS": columns}).invoke(cli, command, catch_exceptions=False)
    assert shown.exit_code == 0
    assert shown.output
    assert max(map(len, shown.output.splitlines())) <= 2000
