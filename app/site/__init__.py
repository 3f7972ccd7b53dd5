"""Public pages that join the domains: home, catalogue, facilities, rounds, certificates, open data, help."""
