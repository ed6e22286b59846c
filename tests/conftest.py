"""What all tests share."""

pytest_plugins = ["simulator.pytest_steps", "pytester"]
