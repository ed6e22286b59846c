"""The name that `simulator.pytesting.fixtures` had up to version 0.1."""

import sys

from simulator.pytesting import fixtures

sys.modules[__name__] = fixtures
