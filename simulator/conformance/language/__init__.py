"""The scenario language: its phrases, the actions they make, and features compiled to cases.

In: feature files. Out: cases, whose steps are actions and expectations as plain data. Imports `judging`.
"""
