"""Values worked out from published lessons by rules that the data dictionary tells."""
