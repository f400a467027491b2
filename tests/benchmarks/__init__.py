"""Tests of the benchmarks: they count right."""
