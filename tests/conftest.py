"""What all tests share."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["simulator.pytest_steps"]

settings.register_profile("local", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
