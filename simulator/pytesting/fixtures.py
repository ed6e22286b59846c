"""Short names for the fixtures of the pytest plugin, for suites that ask for them.

`pytest_plugins = ["simulator.pytesting.fixtures"]` in a conftest.py is all that a suite needs;
`simulator.pytesting.made` says what each fixture is, and `simulator.pytesting.plugin` what the marker `devicemode`
sets. A suite may put a `simulation` of its own in place of the one here, and the apps and servers are made in that one.
"""

from __future__ import annotations

import pytest

from simulator.pytesting import made

simulation = pytest.fixture(made.short("simulation"))
web_app = pytest.fixture(made.web_app)
ios_app = pytest.fixture(made.ios_app)
android_app = pytest.fixture(made.android_app)
server_source = pytest.fixture(made.server_source)
persona = pytest.fixture(made.short("persona"))
order = pytest.fixture(made.short("order"))
segment = pytest.fixture(made.short("segment"))
amplitude = pytest.fixture(made.short("amplitude"))
journey = pytest.fixture(made.short("journey"))
