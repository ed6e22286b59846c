"""What ships on web, revenue and orders: the code of each divergence."""

from __future__ import annotations
