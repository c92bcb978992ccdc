"""Start the service: logging, wiring, uvicorn."""

import structlog
import uvicorn

from retrieval.app import make_app
from retrieval.live import Live, open_all
from retrieval.settings import Settings


def serve(settings: Settings, token: str) -> None:
    """Serve until a signal ends it."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ]
    )
    app = make_app(Live(settings, open_all), token, settings.reload)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
    )
