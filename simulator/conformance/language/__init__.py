"""The scenario language: its phrases, what a step asks of a target, and features compiled to cases.

In: feature files. Out: cases, whose steps are actions and expectations as plain data. Imports `judging`.
"""
