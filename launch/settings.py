"""Build the environment that every process of one running product gets."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from launch.errors import LaunchError
from launch.layout import Layout
from launch.steps import company_file, encoder_of
from launch.venvs import clean_environ

# 'demo-' marks them: outside demo mode handoff refuses to start with such a secret.
DEMO_SECRETS = ("INNER_TOKEN", "CUSTOMER_TOKEN_SECRET", "OPERATOR_SECRET")


def demo_secrets(file: Path) -> dict[str, str]:
    """Read this machine's demo secrets, making those that are missing; the file is ours alone."""
    kept: dict[str, str] = {}
    if file.is_file():
        pairs = (line.partition("=") for line in file.read_text("utf-8").splitlines())
        kept = {name: value for name, _, value in pairs if name in DEMO_SECRETS and value}
    found = {name: kept.get(name) or f"demo-{secrets.token_hex(32)}" for name in DEMO_SECRETS}
    if found != kept:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".part")
        partial.unlink(missing_ok=True)
        opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as written:
            written.writelines(f"{name}={value}\n" for name, value in found.items())
        partial.replace(file)
    file.chmod(0o600)
    return found


def process_environ(
    layout: Layout,
    ports: Mapping[str, int],
    redis_socket: Path,
    env: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """Return the variables of all processes; what the user set in *env* comes before our own."""
    urls = {
        "RASA_URL": f"http://127.0.0.1:{ports['RASA_PORT']}",
        "ACTIONS_URL": f"http://127.0.0.1:{ports['ACTIONS_PORT']}",
        "RETRIEVAL_URL": f"http://127.0.0.1:{ports['RETRIEVAL_PORT']}",
        "REDIS_URL": env.get("REDIS_URL") or f"unix://{quote(str(redis_socket))}",
    }
    ours = {
        "HOST": "127.0.0.1",
        "DEMO": "1",
        "CUSTOMER_TOKEN_AUDIENCE": "podpora",
        "ATTACHMENTS_DIR": str(layout.run_dir / "attachments"),
        "INDEX_DIR": str(layout.index),
        "RASA_MODELS": str(layout.model),
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "TOKENIZERS_PARALLELISM": "false",
        **demo_secrets(layout.run_dir / "secrets.env"),
    }
    chosen = {name: env.get(name) or value for name, value in ours.items()}
    fixed = {
        **{name: str(port) for name, port in ports.items()},
        **urls,
        "RUN_DIR": str(layout.run_dir),
        "COMPANY_FILE": str(company_file(layout)),
        "ENCODER": encoder_of(layout),
    }
    return {**clean_environ(), **chosen, **fixed}


def require_prepared(layout: Layout) -> None:
    """Raise :class:`LaunchError` if what the processes need has not been prepared."""
    needed = [layout.python, layout.rasa_python, layout.index, layout.model, layout.widget / "dist"]
    for path in needed:
        if not path.exists():
            raise LaunchError(f"{path} is not there: run 'make prepare' first.")
