"""Reads the catalogue of what the desk itself says."""

from collections.abc import Mapping
from importlib.resources import files

import yaml


def load_wording() -> Mapping[str, str]:
    """Return the sentences of handoff/catalogue_sk.yml by key."""
    text = files("handoff").joinpath("catalogue_sk.yml").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in yaml.safe_load(text).items()}
