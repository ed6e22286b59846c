"""The tasks of a contributor: `nox -l` lists them, `nox` runs the three that come before every commit."""

from __future__ import annotations

import nox

nox.options.sessions = ["lint", "types", "fast"]
nox.options.reuse_venv = "yes"


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format: ruff for the Python, ESLint for the JavaScript where there is Node."""
    session.install("ruff>=0.12")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    javascript(session, "lint")


@nox.session
def types(session: nox.Session) -> None:
    """Check types: mypy strict for the Python, tsc for the JavaScript where there is Node."""
    session.install("--editable", ".[test]")
    session.run("mypy")
    javascript(session, "types")


@nox.session
def fast(session: nox.Session) -> None:
    """Run the tests that take about a minute together; arguments after -- go to pytest."""
    session.install("--editable", ".[test]")
    session.run("pytest", "-n", "auto", "-m", "not slow", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests that need neither Node nor a browser; arguments after -- go to pytest."""
    session.install("--editable", ".[test]")
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site strictly; a warning is an error."""
    session.install("--editable", ".[docs]")
    session.run("mkdocs", "build", "--strict", env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session(venv_backend="none")
def ci(session: nox.Session) -> None:
    """Run what CI runs, as it does: of the tests that are too many for every commit, one in four."""
    session.run(".ci/run", external=True)


@nox.session(venv_backend="none")
def whole(session: nox.Session) -> None:
    """Run what CI runs, with every test there is."""
    session.run(".ci/run", external=True, env={"ONE_IN": "1"})


def javascript(session: nox.Session, script: str) -> None:
    """Run a script of tools/javascript; skip it, and say so, on a machine without Node."""
    if session.run("node", "--version", external=True, silent=True, success_codes=[0, 127], log=False) is None:
        session.warn("Node is not installed, so the JavaScript is not checked; CI checks it")
        return
    npm = ("npm", "--prefix", "tools/javascript")
    session.run(*npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error", external=True)
    session.run(*npm, "run", "--silent", script, external=True)
