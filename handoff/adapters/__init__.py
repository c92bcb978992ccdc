"""Implementations of the ports: each in memory and over the real thing."""
