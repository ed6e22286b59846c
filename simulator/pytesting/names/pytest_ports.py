"""The name that `simulator.pytesting.ports` had up to version 0.1."""

import sys

from simulator.pytesting import ports

sys.modules[__name__] = ports
