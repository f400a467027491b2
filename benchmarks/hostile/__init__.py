"""A run over attack files and good forms: `python -m benchmarks.hostile`."""
