"""The one real form, as it stands and rebuilt with the tools that people use."""
