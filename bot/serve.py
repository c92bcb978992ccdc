"""Starts Rasa with the newest model on the loopback interface: `python -m bot.serve`."""

import logging
import os
from pathlib import Path

from bot.environment import port, required, stop

MODELS = Path(".run/models")
HOST = "127.0.0.1"


def newest_model(folder: Path) -> Path:
    """The newest model in *folder*, or *folder* itself if it is a model; end the program if there is none."""
    if folder.is_file():
        return folder
    models = sorted(folder.glob("*.tar.gz"), key=lambda model: model.stat().st_mtime)
    if not models:
        stop(f"no model in {folder}: train one with `make train`")
    return models[-1]


def main() -> None:
    """Check the environment, then hand over to Rasa's own server."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    rasa_port = port("RASA_PORT")
    for name in ("INNER_TOKEN", "ACTIONS_URL", "RETRIEVAL_URL"):
        required(name)
    model = newest_model(Path(os.environ.get("RASA_MODELS", MODELS)))

    # Imported late: the checks above answer at once, these imports take seconds.
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.log_utils import configure_structlog

    from bot.fast import apply

    # Rasa logs what customers write from DEBUG on, and the arguments of failed actions at ERROR.
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    configure_structlog(logging.WARNING)
    apply()
    serve_application(
        model_path=str(model),
        interface=HOST,
        port=rasa_port,
        credentials="credentials.yml",
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
        enable_api=False,
    )


if __name__ == "__main__":
    main()
