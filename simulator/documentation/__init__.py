"""The documentation page as data: its rules and settings, the platforms, and the releases each dialect stands for.

In: the files in `fixtures/`; for `places`, the source of this package. Out: frozen tables that everything else looks
things up in. Imports `errors`, `values`.
"""
