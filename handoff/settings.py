"""Everything the environment decides, read once at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from handoff.auth import demo
from handoff.auth.customers import CustomerTokens, load_keys
from handoff.auth.operators import Operator, OperatorAccounts, load_operators
from handoff.origins import Origins, read_origins

SHORTEST_SECRET = 32
COMPANY = ("company", "support_email", "phone", "phone_hours")


class SettingsError(Exception):
    """The product cannot start; the message names the variable and the cure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `python -m handoff serve` runs with."""

    host: str
    port: int
    demo: bool
    redis_url: str
    rasa_url: str
    actions_url: str
    retrieval_url: str
    inner_token: str
    run_dir: Path
    attachments_dir: Path
    company: Mapping[str, str]
    widget_dir: Path
    # Other sites whose pages may carry the chat.
    embed_origins: Origins
    customer_tokens: CustomerTokens
    operators: OperatorAccounts


def read_settings(env: Mapping[str, str]) -> Settings:
    """Build the settings from environment variables, or raise SettingsError."""
    is_demo = env.get("DEMO", "").strip().lower() in ("1", "true", "yes")
    run_dir = Path(env.get("RUN_DIR") or ".run")
    return Settings(
        host=env.get("HOST") or "127.0.0.1",
        port=_port(env.get("PORT") or "8000"),
        demo=is_demo,
        redis_url=_need(env, "REDIS_URL"),
        rasa_url=_need(env, "RASA_URL").rstrip("/"),
        actions_url=_need(env, "ACTIONS_URL").rstrip("/"),
        retrieval_url=_need(env, "RETRIEVAL_URL").rstrip("/"),
        inner_token=_secret(env, "INNER_TOKEN", is_demo),
        run_dir=run_dir,
        attachments_dir=Path(env.get("ATTACHMENTS_DIR") or run_dir / "attachments"),
        company=_company(Path(env.get("COMPANY_FILE") or "company.yml")),
        widget_dir=Path(env.get("WIDGET_DIR") or "widget/dist"),
        embed_origins=_origins(env.get("EMBED_ORIGINS") or "", is_demo),
        customer_tokens=_customer_tokens(env, is_demo),
        operators=_operators(env, is_demo),
    )


def _customer_tokens(env: Mapping[str, str], is_demo: bool) -> CustomerTokens:
    audience = env.get("CUSTOMER_TOKEN_AUDIENCE") or "podpora"
    secret = None
    if env.get("CUSTOMER_TOKEN_SECRET"):
        secret = _secret(env, "CUSTOMER_TOKEN_SECRET", is_demo)
    elif is_demo:
        secret = demo.CUSTOMER_SECRET
    elif not env.get("CUSTOMER_JWKS"):
        raise SettingsError(
            "CUSTOMER_TOKEN_SECRET or CUSTOMER_JWKS is missing: without one no customer's token can be verified"
        )
    try:
        keys = load_keys(Path(env["CUSTOMER_JWKS"])) if env.get("CUSTOMER_JWKS") else ()
    except ValueError as error:
        raise SettingsError(f"CUSTOMER_JWKS: {error}") from error
    return CustomerTokens(audience, secret, keys)


def _operators(env: Mapping[str, str], is_demo: bool) -> OperatorAccounts:
    if is_demo and not env.get("OPERATORS_FILE"):
        secret = env.get("OPERATOR_SECRET") and _secret(env, "OPERATOR_SECRET", is_demo)
        return OperatorAccounts(demo.demo_operators(), secret or demo.OPERATOR_SECRET)
    try:
        listed = load_operators(Path(_need(env, "OPERATORS_FILE")))
    except ValueError as error:
        raise SettingsError(f"OPERATORS_FILE: {error}") from error
    if not is_demo:
        _refuse_demo_accounts(listed)
    return OperatorAccounts(listed, _secret(env, "OPERATOR_SECRET", is_demo))


def _company(path: Path) -> Mapping[str, str]:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SettingsError(f"COMPANY_FILE {path} cannot be read: {error}") from error
    missing = [name for name in COMPANY if name not in (values if isinstance(values, dict) else {})]
    if missing:
        raise SettingsError(f"COMPANY_FILE {path} does not say {', '.join(missing)}")
    return {str(name): str(value) for name, value in values.items()}


def _origins(text: str, is_demo: bool) -> Origins:
    try:
        return read_origins(text, loopback=is_demo)
    except ValueError as error:
        raise SettingsError(f"EMBED_ORIGINS: {error}") from error


def _refuse_demo_accounts(listed: tuple[Operator, ...]) -> None:
    found = demo.demo_accounts_among(listed)
    if found:
        raise SettingsError(
            f"OPERATORS_FILE has demo accounts ({', '.join(found)}): give them passwords of their own, "
            "or set DEMO=1 to run the demo"
        )


def _secret(env: Mapping[str, str], name: str, is_demo: bool) -> str:
    value = _need(env, name)
    if value.startswith(demo.SECRET_PREFIX) and not is_demo:
        raise SettingsError(
            f"{name} is a demo secret: make your own, or set DEMO=1 to run the demo"
        )
    if len(value.encode()) < SHORTEST_SECRET:
        raise SettingsError(
            f"{name} is too short: at least {SHORTEST_SECRET} bytes, such as `openssl rand -hex 32`"
        )
    return value


def _need(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is missing: set this environment variable")
    return value


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value) < 2**16:
        raise SettingsError(f"PORT is {value!r}: it must be a number from 1 to 65535")
    return int(value)
