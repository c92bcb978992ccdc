"""Prints what the assistant understands of a file, an utterance a line, as JSON lines: `python -m bot.parse FILE`."""

import asyncio
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from bot.environment import stop
from bot.serve import MODELS, newest_model
from bot.turns import harmless


async def parse(model: Path, lines: list[str]) -> list[dict[str, Any]]:
    """One object a line: text, intent, confidence, intent_ranking, entities."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # Rasa logs to stdout, where the answers go
    agent = Agent.load(model)
    understood = []
    for line in lines:
        found = await agent.parse_message(harmless(line))
        understood.append(
            {
                "text": line,
                "intent": found["intent"]["name"],
                "confidence": found["intent"]["confidence"],
                "intent_ranking": found["intent_ranking"],
                "entities": found["entities"],
            }
        )
    return understood


def main() -> None:
    """Read the file named on the command line and print."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():  # noqa: PLR2004 - program and file
        stop("usage: python -m bot.parse FILE")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.basicConfig(level=logging.ERROR)
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    model = newest_model(Path(os.environ.get("RASA_MODELS", MODELS)))
    for understood in asyncio.run(parse(model, lines)):
        sys.stdout.write(json.dumps(understood, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
