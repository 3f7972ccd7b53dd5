"""Activities of a programme: planned, held, accepted by a second person, and counted."""
