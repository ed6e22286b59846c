"""What tests of several rooms share: processes to kill, seeds, strategies, ways to run the command line."""
