"""Tests of the copies in other formats."""
