"""Reports of runs: pure functions from the stream of records to text, one module for each form.

All that a record holds may come from a port, so every form takes any text: what is no visible character is written as
an escape, what means something in the form is escaped, and what is endless is cut.
"""
