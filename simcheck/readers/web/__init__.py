"""Web pages, alone, in mails and in books."""
