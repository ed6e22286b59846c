"""The GitHub Action: its steps carried out for a small port, from nothing to the summary."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from simulator.ports.starting_points import STARTING_POINTS
from tests import ROOT

ACTION: Final = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
EXAMPLES: Final = ROOT / "examples" / "ci"

PORT: Final = """
class Threw(Exception): ...
class Skip(Exception): ...

class Port:
    def hello(self, message):
        port = {"name": "my-port", "version": "0.1.0"}
        return {"protocol": 1, "port": port, "platforms": ["web"], "levels": ["events"]}
    def open(self, message):
        self.app, self.events = message["app"], []
    def call(self, message):
        if message["method"] == "track":
            event = {"event_type": message["args"].get("event"), "event_properties": message["args"].get("properties")}
            self.events.append(event | {"device_id": self.app, "session_id": 1})
    def drain(self, message):
        return {"apps": {self.app: {"events": self.events}}}
    def close(self, message): ...
"""


class Runner:
    """The part of GitHub's runner that carries out a composite action's steps in a folder."""

    def __init__(self, folder: Path, inputs: Mapping[str, str]) -> None:
        self.folder = folder
        self.temp = folder / "runner"
        self.temp.mkdir()
        self.summary = self.temp / "summary.md"
        given = {name: one.get("default", "") for name, one in ACTION["inputs"].items()} | dict(inputs)
        self.values = {f"inputs.{name}": value for name, value in given.items()}
        self.values |= {"runner.temp": str(self.temp), "github.action_path": str(ROOT)}
        #: The path given to each `upload-artifact` step, by the artifact's name.
        self.artifacts: dict[str, Path] = {}

    def run(self, *, without: str = "") -> subprocess.CompletedProcess[str]:
        """Carry out the steps, except `without`, until one fails; return the last one."""
        done = subprocess.CompletedProcess[str]([], 0, "", "")
        for step in ACTION["runs"]["steps"]:
            if step["name"] == without:
                continue
            if "uses" in step:
                self._upload(step)
            else:
                done = self._shell(step)
            if done.returncode:
                break
        return done

    def _upload(self, step: Mapping[str, Any]) -> None:
        assert step["uses"].startswith("actions/upload-artifact@")
        name, path = (self._filled(step["with"][key]) for key in ("name", "path"))
        self.artifacts[name] = Path(path)

    def _shell(self, step: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
        output = self.temp / "output"
        output.write_text("", "utf-8")
        env = {name: self._filled(value) for name, value in step.get("env", {}).items()}
        # Input from outside reaches a script by its environment, not as a part of it.
        assert "${{" not in step["run"]
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder / self._filled(step.get("working-directory", ".")),
            env=os.environ | env | {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.summary)},
            capture_output=True,
            text=True,
            check=False,
        )
        for line in output.read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            self.values[f"steps.{step['id']}.outputs.{name}"] = value
        return done

    def _filled(self, text: str) -> str:
        """Return a text with its expressions replaced: names, and `a || b`."""

        def value(found: re.Match[str]) -> str:
            return next(filter(None, (self.values[name.strip()] for name in found[1].split("||"))), "")

        return re.sub(r"\$\{\{(.*?)\}\}", value, text)


@pytest.mark.node
def test_the_steps_lead_from_nothing_to_the_summary(tmp_path: Path) -> None:
    new = [sys.executable, "-m", "simulator", "adapter", "new", "--language", "python", str(tmp_path)]
    subprocess.run(new, check=True, capture_output=True)
    (tmp_path / "port.py").write_text(PORT, "utf-8")
    adapter = f"{shlex.quote(sys.executable)} adapter.py"
    inputs = {"adapter": adapter, "options": "-k track/events# --timeout 20", "python": sys.executable}

    runner = Runner(tmp_path, inputs)
    done = runner.run()
    assert done.returncode == 1, done.stdout + done.stderr
    report = runner.artifacts["devicemode"]
    names = ["badge.svg", "junit.xml", "report.html", "run.jsonl", "summary.md"]
    assert sorted(path.name for path in report.iterdir()) == names
    assert "my-port" in runner.summary.read_text("utf-8")

    # With its failures on a list the same run is green, by the devicemode that has just been installed.
    installed = runner.temp / "devicemode" / "venv" / "bin" / "devicemode"
    record = [str(installed), "conform", "--adapter", adapter, "-k", "track/events#", "--record-failures", "known.toml"]
    subprocess.run(record, cwd=tmp_path, check=False, capture_output=True)
    runner.values["inputs.known-failures"] = "known.toml"
    again = runner.run(without="Install devicemode")
    assert again.returncode == 0, again.stdout + again.stderr
    assert runner.values["steps.run.outputs.status"] == "0"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yml")), ids=lambda path: path.stem)
def test_an_example_runs_its_starting_point_as_it_is_built(path: Path) -> None:
    point = STARTING_POINTS[path.stem]
    [job] = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    [action] = [step for step in job["steps"] if step.get("uses", "").startswith("OWNER/devicemode@")]
    assert set(action["with"]) <= set(ACTION["inputs"])
    assert shlex.split(action["with"]["adapter"]) == shlex.split(point.run)
    scripts = [step["run"] for step in job["steps"] if "run" in step]
    assert scripts == [point.build.replace("npm install", "npm ci")] if point.build else scripts == []


def test_there_is_an_example_for_each_starting_point() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.yml")} == set(STARTING_POINTS)
