"""What a run takes in time, memory and room, how that grows, and what is left if it is killed."""
