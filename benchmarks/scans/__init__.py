"""How much of scanned and photographed forms is read right: `python -m benchmarks.scans`."""
