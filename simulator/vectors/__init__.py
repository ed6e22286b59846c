"""The suite as vectors: every scenario as JSON, for the unit tests of a port in any language, with no process of ours.

`form` is what the files look like, `markers` how they write what is known only when a test runs, `performing` makes
the vector of one case on the reference, `export` the files.
"""
