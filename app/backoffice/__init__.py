"""Staff pages that join the domains: open tasks of a person; users, audit, jobs, mails."""
