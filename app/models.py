"""Imports every table, for migrations and tests."""

import app.accounts.models
import app.core.audit
import app.core.changes
import app.core.jobs
import app.core.mail
import catalog.models
import traceability.models
import voting.models

__all__ = ["app", "catalog", "traceability", "voting"]
