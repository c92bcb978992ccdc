"""The assistant's actions: everything it does beyond saying a fixed sentence of domain.yml."""
