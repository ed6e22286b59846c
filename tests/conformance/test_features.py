"""The front door of pytest: every feature, through pytest-bdd."""

from pytest_bdd import scenarios

scenarios("../../features")
