"""Reports of runs: pure functions from the stream of records to text, one module for each form.

Everything in a record may come from a port, so every form takes any text: invisible characters are written as escapes,
characters that mean something in the form are escaped, and long text is cut.
"""
