"""What the production server serves, in each of its processes."""

from app.core.telemetry.metrics import count_request
from app.serving.gateway import Gateway
from app.web.requests.security import CAPTURES, MAX_CAPTURE, MAX_UPLOAD
from app.wsgi import application as wsgi
from app.wsgi import settings

ON_SQLITE, ON_A_SERVER = 1, 2
"""Quick answers at the same time: each that uses a database server waits for it."""

application = Gateway(
    wsgi,
    limit=MAX_UPLOAD,
    larger={CAPTURES: MAX_CAPTURE},
    at_once=ON_SQLITE if settings.database_url.startswith("sqlite") else ON_A_SERVER,
    behind_proxy=settings.trusted_proxies > 0,
    count=count_request if settings.metrics_port else None,
)
