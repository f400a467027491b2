"""Refusals in damaged PDFs: `python -m benchmarks.damage`."""
