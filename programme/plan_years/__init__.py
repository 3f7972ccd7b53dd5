"""Years of the plan: until when to propose, and what may be asked for."""
