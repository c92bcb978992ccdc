"""Starts the actions on the loopback interface: `python -m bot.serve_actions`."""

import hmac
import logging
from typing import Any

import rasa_sdk
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.environment import port, required

HOST = "127.0.0.1"
log = logging.getLogger(__name__)


def create_app(token: str) -> Sanic:
    """The action server; rasa_sdk's own asks no token and sends the conversation back in errors."""
    app: Sanic = Sanic("actions", configure_logging=False)
    executor = ActionExecutor()
    executor.register_package("bot.actions")

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        count = len(executor.actions)
        return response.json({"status": "ok", "actions": count, "version": rasa_sdk.__version__})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return _error(401, "the inner token is missing or wrong", "")
        call = request.json
        if not isinstance(call, dict) or not isinstance(call.get("tracker"), dict):
            return _error(400, "the body is not an action call", "")
        return await _run(executor, call)

    return app


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> HTTPResponse:
    name = str(call.get("next_action"))
    try:
        return response.json(await executor.run(call))
    except ActionExecutionRejection as error:
        return _error(400, error.message, name)
    except ActionNotFoundException:
        return _error(404, "no such action", name)
    except Exception as error:  # noqa: BLE001 - its text may quote the customer: the type has to do
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
        log.error("%s failed: %s at %s", name, type(error).__name__, where)  # noqa: TRY400 - same
        return _error(500, type(error).__name__, name)


def _error(status: int, message: str, action: str) -> HTTPResponse:
    return response.json({"error": message, "action_name": action}, status=status)


def main() -> None:
    """Check the environment and serve."""
    actions_port = port("ACTIONS_PORT")
    required("RETRIEVAL_URL")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    create_app(required("INNER_TOKEN")).run(host=HOST, port=actions_port, workers=1)


if __name__ == "__main__":
    main()
