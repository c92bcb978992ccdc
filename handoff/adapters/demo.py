"""What the demo customers have, from handoff/pages/demo.yml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


def load_demo(pages: Path) -> Mapping[str, Any]:
    """Return each demo customer's services and payments; days count from today."""
    accounts: Mapping[str, Any] = yaml.safe_load((pages / "demo.yml").read_text(encoding="utf-8"))
    return accounts
