"""The files that a contributor meets first name, and call, only things that exist."""

from __future__ import annotations

import ast
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests import ROOT
from tools import dockerfile

YAML: Final = sorted([*ROOT.glob(".github/**/*.yml"), ROOT / ".pre-commit-config.yaml"])
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TEXTS: Final = ("CONTRIBUTING.md", "CODE_OF_CONDUCT.md")
PROGRAMS: Final = {"pip", "devicemode", "pytest", "npm", "node"}
"""Programs that a workflow may call beside the repository's own."""


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def test_there_are_files_to_look_at() -> None:
    assert {path.name for path in YAML} >= {"ci.yml", "versions.yml", ".pre-commit-config.yaml", "bug.yml"}


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_a_yaml_file_is_an_object(path: Path) -> None:
    assert isinstance(read(path), dict)


@pytest.mark.parametrize("path", sorted(ROOT.glob(".github/workflows/*.yml")), ids=lambda path: path.name)
def test_a_workflow_calls_what_there_is(path: Path) -> None:
    workflow = read(path)
    # YAML 1.1 reads the key `on` as true.
    assert workflow.keys() >= {"name", True, "permissions", "jobs"}
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["runs-on"] == "ubuntu-latest"
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])
                continue
            for line in step["run"].splitlines():
                program = line.split()[0]
                assert program in PROGRAMS or os.access(ROOT / program, os.X_OK), line


def test_continuous_integration_is_what_a_contributor_runs() -> None:
    [job] = read(ROOT / ".github/workflows/ci.yml")["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]


@pytest.mark.parametrize("path", sorted(ROOT.glob(".github/ISSUE_TEMPLATE/*.yml")), ids=lambda path: path.name)
def test_an_issue_form_has_what_github_asks_for(path: Path) -> None:
    form = read(path)
    if path.name == "config.yml":
        assert form == {"blank_issues_enabled": True}
        return
    assert form.keys() >= {"name", "description", "body"}
    ids = [field["id"] for field in form["body"]]
    assert len(set(ids)) == len(ids)
    for field in form["body"]:
        assert field["type"] in ("textarea", "input", "dropdown")
        assert field["attributes"]["label"]
        assert (field["type"] == "dropdown") == ("options" in field["attributes"])


def test_the_hooks_are_local_and_their_programs_known() -> None:
    installed = " ".join(PROJECT["project"]["optional-dependencies"]["test"])
    [repository] = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        program = hook["entry"].split()[0]
        assert program in installed if hook["language"] == "system" else hook["additional_dependencies"]


def test_every_task_is_described() -> None:
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    sessions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.decorator_list]
    assert [one.name for one in sessions] == ["lint", "types", "fast", "tests", "docs", "ci", "whole"]
    assert all(map(ast.get_docstring, sessions))


def test_the_dev_container_sets_up_as_contributing_does() -> None:
    made = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))
    install = "pip install --editable '.[dev]'"
    assert install in made["postCreateCommand"]
    assert install in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert "dev" in PROJECT["project"]["optional-dependencies"]


def test_the_licence_is_declared_and_there() -> None:
    project = PROJECT["project"]
    assert (project["license"], project["license-files"]) == ("MIT", ["LICENSE"])
    first, _, copyright_line, *_ = (ROOT / "LICENSE").read_text("utf-8").splitlines()
    assert (first, copyright_line) == ("MIT License", "Copyright (c) 2026 the devicemode authors")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_names_only_what_there_is(text: str) -> None:
    written = (ROOT / text).read_text("utf-8")
    links = {link for link in re.findall(r"\]\(([^)]+)\)", written) if "://" not in link}
    paths = set(re.findall(r"`((?:adapters|docs|features|fixtures|simulator|tests|tools|\.\w+)/[\w./-]*)`", written))
    assert links | paths
    assert [one for one in links | paths if not (ROOT / one).exists()] == []


def test_the_steps_of_the_dockerfile_are_carried_out_by_ci() -> None:
    steps = list(dockerfile.steps((ROOT / "Dockerfile").read_text("utf-8")))
    assert steps[0].instruction == "FROM"
    found = dockerfile.BASE.fullmatch(steps[0].rest)
    assert found is not None
    assert PROJECT["project"]["requires-python"] == f">={found[1]}"
    assert [step.rest for step in steps if step.instruction in ("ENTRYPOINT", "CMD")] == [
        '["devicemode"]',
        '["conform"]',
    ]
    assert "python -m tools.dockerfile" in (ROOT / ".ci/run").read_text("utf-8")


def test_an_instruction_that_is_not_carried_out_is_named() -> None:
    with pytest.raises(ValueError, match="Dockerfile:2: USER is not supported"):
        list(dockerfile.steps("FROM python:3.11-slim\nUSER nobody\n"))


def test_a_step_may_go_on_on_the_next_line() -> None:
    [step] = dockerfile.steps("# a comment\nRUN one && \\\n    two\n")
    assert (step.line, step.instruction, step.rest) == (2, "RUN", "one &&     two")


@pytest.mark.parametrize(
    ("path", "left_out"),
    [
        ("docs/ports.md", True),
        ("LICENSE", False),
        ("simulator/cli/run.py", False),
        ("simulator/cli/__pycache__/run.cpython-311.pyc", True),
    ],
)
def test_what_docker_would_ignore_is_not_copied(path: str, left_out: bool) -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert dockerfile.ignored(Path(path), lines) is left_out
