"""Craft villages: how they were recognised, the households in the craft, the facilities in them."""
