"""The whole job against mere conversion to text, as ratios of CPU time in one run."""
