"""The use cases of the desk: load, decide, save, tell."""

from handoff.service.desk import Desk
from handoff.service.parts import DeskPorts, Limits

__all__ = ["Desk", "DeskPorts", "Limits"]
