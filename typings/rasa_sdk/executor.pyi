from typing import Any

class CollectingDispatcher:
    messages: list[dict[str, Any]]
    def utter_message(
        self,
        text: str | None = ...,
        response: str | None = ...,
        json_message: dict[str, Any] | None = ...,
        **kwargs: Any,
    ) -> None: ...
