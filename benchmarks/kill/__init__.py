"""Runs killed at random moments and continued: `python -m benchmarks.kill`."""
