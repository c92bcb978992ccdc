"""Find the help article that answers a customer's question, and lend the encoder to the assistant."""

VERSION = "0.1.0"
