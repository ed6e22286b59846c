"""The destination: pure functions from a Segment message to Amplitude commands, one module per platform.

A destination knows only the settings and the message: no clock, no device, no SDK state. Mapping a message twice gives
equal commands. Their common parts are in the modules named after the documentation's parts (`pages`, `traits`,
`groups`, `revenue`, `orders`); a platform's module lists what is particular to it.
"""
