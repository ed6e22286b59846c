"""All benchmarks, one after the other: `python -m benchmarks`."""

from __future__ import annotations

from benchmarks import calls, devices, explorer, startup, suite

calls.main()
devices.main()
suite.main()
explorer.main()
startup.main()
