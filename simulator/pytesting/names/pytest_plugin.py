"""The name that `simulator.pytesting.plugin` had up to version 0.1."""

import sys

from simulator.pytesting import plugin

sys.modules[__name__] = plugin
