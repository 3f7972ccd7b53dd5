"""The fair or showroom that an activity is, so that both count as one thing."""
