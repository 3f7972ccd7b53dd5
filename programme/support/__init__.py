"""Support that facilities received, and their consent to have it on their pages."""
