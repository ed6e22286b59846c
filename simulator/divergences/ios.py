"""What ships on iOS: the code of each divergence, in the order of the data."""

from __future__ import annotations
