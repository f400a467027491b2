"""The review desk: local pages on which a person settles what the machine will not guess."""
