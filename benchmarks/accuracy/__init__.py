"""How much of freshly made, labelled forms is read right: `python -m benchmarks.accuracy`."""
