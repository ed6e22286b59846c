"""What ships on web, pages, identify, groups, device ids, settings and analytics.js itself: the code of each divergence."""

from __future__ import annotations
