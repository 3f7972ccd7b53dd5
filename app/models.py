"""Imports every table, for migrations and tests."""

import app.accounts.models
import app.core.audit
import app.core.changes
import app.core.jobs
import app.core.log_keys
import app.core.mail
import app.core.sent_forms
import catalog.models
import catalog.models_awards
import catalog.models_register
import traceability.epcis_models
import traceability.models
import traceability.models_diary
import traceability.models_recall
import traceability.models_scans
import voting.favourite_models
import voting.models
import voting.models_after
import voting.models_paper

__all__ = ["app", "catalog", "traceability", "voting"]
