"""Staff pages that join the domains: what waits for a person; users, audit, jobs, mails."""
