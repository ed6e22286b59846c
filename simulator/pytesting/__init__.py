"""The pytest plugin: fixtures and steps for a project's own tests, and ports under pytest.

In: pytest's options and a project's features. Out: pytest's items and their verdicts. Imports all but the command line.
"""
