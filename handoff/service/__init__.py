"""The use cases of the desk: load, decide, save, tell."""

from handoff.service.desk import Desk, DeskPorts, Limits

__all__ = ["Desk", "DeskPorts", "Limits"]
