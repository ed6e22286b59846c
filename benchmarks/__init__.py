"""Benchmarks: ratios measured within one run. They are not tests; nothing asserts a duration."""
