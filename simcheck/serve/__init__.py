"""The window of simcheck: a site in the browser, and the same for other programs (REST)."""
