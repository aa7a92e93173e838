"""The web side: JSON under /api/v1 and pages for people, from the same readings."""
