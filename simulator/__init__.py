"""A simulator of the device-mode Amplitude destination of Segment, and a conformance harness for its ports.

Start with `Simulation`: it makes apps for web, iOS and Android and server sources, which share one clock and one
stand-in for Amplitude. Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from simulator.errors import CallError as CallError
    from simulator.errors import DeviceError as DeviceError
    from simulator.errors import DevicemodeError as DevicemodeError
    from simulator.errors import SettingsError as SettingsError
    from simulator.model.simulation import Simulation as Simulation
    from simulator.model.sources import App as App
    from simulator.model.sources import ServerSource as ServerSource
    from simulator.values import UNDEFINED as UNDEFINED

__version__ = "0.2.0"

_HOMES = {
    "App": "simulator.model.sources",
    "CallError": "simulator.errors",
    "DeviceError": "simulator.errors",
    "DevicemodeError": "simulator.errors",
    "ServerSource": "simulator.model.sources",
    "SettingsError": "simulator.errors",
    "Simulation": "simulator.model.simulation",
    "UNDEFINED": "simulator.values",
}

__all__ = [
    "UNDEFINED",
    "App",
    "CallError",
    "DeviceError",
    "DevicemodeError",
    "ServerSource",
    "SettingsError",
    "Simulation",
    "__version__",
]

# `simulator.pytest_steps` and similar names, which `simulator.pytesting` had up to version 0.1.
__path__.append(f"{__path__[0]}/pytesting/names")


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
