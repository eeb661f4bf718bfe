"""The user's collection: what is added becomes documents, and a text is checked against them."""
