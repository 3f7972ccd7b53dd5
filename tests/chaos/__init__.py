"""The whole installation on one machine, and what happens to it: `make cluster`, `make cluster-down`, `make chaos`."""
