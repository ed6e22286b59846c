"""Mutants: does the suite notice a change in the simulator's behavior?

    python -m tests.mutation --sample 400 --seed 1 -j 2 --report mutants.jsonl --list-survivors

changes the destinations, the SDK models, Segment's side, devices, sources and the backend's work on events, one small
change at a time, and asks whether the *features* notice: whether a case fails, or ends in an exception, in some
dialect. Unit tests don't count: a port could get wrong whatever only they hold.

`operators` makes the changes, `mutants` finds them all and draws samples, `trial` runs the features on one, `known`
holds findings about survivors made by hand.

Existing tools don't do: mutmut (3.8) changes function bodies alone, by a trampoline that is bound when the module has
been imported. Most of a destination is tables, defaults and class attributes at the top of modules, and it leaves
methods with a decorator (each property) unchanged. cosmic-ray (8.7) writes each mutant into the working tree and starts
a command for it, four times as long as it takes to notice one, and has no operators for entries of tables, arguments,
dropped statements or texts. Neither knows a case from a test, and so neither can run those first that reach the changed
line. The suite takes a second in one process, so a forked child is enough.
"""
