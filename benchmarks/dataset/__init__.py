"""How publishing, searching and exporting bear a large dataset."""
