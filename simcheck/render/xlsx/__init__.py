"""What a result looks like in a spreadsheet program."""
