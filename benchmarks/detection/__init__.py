"""How much of what was reused is found, how much of what is found is right, and by which other methods not."""
