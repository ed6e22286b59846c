"""All benchmarks, one after the other: `python -m benchmarks`."""

from __future__ import annotations

from benchmarks import calls, startup, suite

calls.main()
suite.main()
startup.main()
