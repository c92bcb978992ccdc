"""The Rasa assistant of podpora: its components, its channel and its actions."""
