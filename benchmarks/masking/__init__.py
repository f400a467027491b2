"""How much personal data masking finds in texts, and how much else it takes for it."""
