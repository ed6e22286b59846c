"""The executable specification: features compiled to cases, cases performed on a target, verdicts.

`actions` and `expectations` are what a step can say; `cases` compiles feature files; `reference` is the target
that the simulator itself is; `runner` performs cases. Nothing here knows how a target works inside.
"""
