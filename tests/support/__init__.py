"""Shared by the tests of several rooms: processes to kill, seeds, strategies, ways to run the command line."""
