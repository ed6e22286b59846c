"""The documentation page as data: its rules and settings, the platforms, and the releases each dialect stands for.

In: the files in `fixtures/`; for `rule_places`, the source of this package. Out: frozen tables that everything else
uses. Imports `errors`, `values`.
"""
