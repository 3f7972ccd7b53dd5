"""Imports every table, for migrations and tests."""

import app.accounts.models
import app.accounts.notifications.models
import app.core.audit
import app.core.database.changes
import app.core.logs.key_fingerprints
import app.core.logs.log_keys
import app.core.mail
import app.core.sent_forms
import app.core.work.jobs
import app.site.open_data.models
import app.site.portal.models
import app.site.saved_searches.models
import app.site.whole_files.models
import catalog.models
import programme.models
import traceability.models
import voting.models

__all__ = ["app", "catalog", "programme", "traceability", "voting"]
