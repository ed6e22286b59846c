"""A port as a target of the suite: a scenario's actions become messages, and the results are read off the backend.

In: a scenario's actions. Out: a port's results, for the expectations to judge. `port_target` is the way in; the other
modules are one subject each: how `devices_and_settings` are described to a port, the `apps` of a scenario, how an
action is `translated`, the `conversation` about a scenario, the `phases` it goes through, and the port's events as
`reported`. Imports `connections` and `protocol`.
"""
