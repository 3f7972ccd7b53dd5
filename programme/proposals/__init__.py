"""Proposals (đề án) of facilities and centres: what is asked for, its priority, where it stands."""
