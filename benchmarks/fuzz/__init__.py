"""Broken files by the thousand: `python -m benchmarks.fuzz`."""
