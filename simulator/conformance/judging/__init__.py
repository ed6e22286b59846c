"""What is expected, and the judgement over it.

In: what a Then step says, and what a target has shown. Out: what is missing or different. It knows no target.
"""
