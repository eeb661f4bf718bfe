"""The ways by which texts become candidates; `candidates` asks each."""
