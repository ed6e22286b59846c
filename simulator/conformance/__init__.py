"""The executable specification: features compiled to cases, cases performed on a target, verdicts.

In: feature files and a target. Out: verdicts, and records of them. `language` compiles features to cases; `running`
performs them on a target, of which the simulator itself, `reference`, is one; `judging` compares expected and actual;
`records` writes it all down. Nothing here knows how a target works inside. Imports the model and the backend.
"""
