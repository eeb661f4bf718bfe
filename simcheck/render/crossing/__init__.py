"""What a crossing looks like: on a screen, in a workbook, as a table, as a graph."""
