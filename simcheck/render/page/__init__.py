"""One HTML file that opens by double-click: read, filtered, printed, filed; without a network."""
