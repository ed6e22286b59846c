"""The suite as vectors: every scenario as JSON, for a port's own unit tests in any language, without this package.

`form` is the form of the files, `markers` the notation for values that are known only when a test runs, `performing`
makes the vector of one case on the reference, `export` makes the files.
"""
