"""How fast the review desk answers, and its pictures for the documentation."""
