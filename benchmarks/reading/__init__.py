"""How exactly files are read, whatever wrote them, and what becomes of damaged ones."""
