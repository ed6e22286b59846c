"""The name that `simulator.pytesting.steps` had up to version 0.1."""

import sys

from simulator.pytesting import steps

sys.modules[__name__] = steps
