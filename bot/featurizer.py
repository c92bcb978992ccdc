"""The NLU component that gives every message its embedding from retrieval, or none when retrieval is down."""

from __future__ import annotations

import logging
import os
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.embeddings import Embeddings, EmbeddingsUnavailable
from bot.folding import folded

log = logging.getLogger(__name__)

WITHOUT = "PODPORA_TRAIN_WITHOUT_EMBEDDINGS"
# The same examples as people type them on a phone: training sees both.
FOLDED_COPY = "folded_copy"


class TrainingNeedsRetrieval(RasaException):
    """Training needs retrieval."""

    def __init__(self, why: Exception) -> None:
        super().__init__(
            "Training needs the embeddings of retrieval: start `python -m retrieval serve` and set "
            f"RETRIEVAL_URL and INNER_TOKEN, or set {WITHOUT}=1 to train without them. ({why})"
        )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class RetrievalFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds one dense sentence feature; a message without it is one retrieval could not embed."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RetrievalFeaturizer:
        return cls(execution_context.node_name, config)

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, config)
        self._embeddings = Embeddings.from_environment()

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to configure."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the encoder is another one, or was missing the last time."""
        if os.environ.get(WITHOUT) == "1":
            return "none"
        try:
            return Embeddings.from_environment().encoder()
        except EmbeddingsUnavailable as error:
            raise TrainingNeedsRetrieval(error) from error

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add a folded copy of every example, then the embeddings of all."""
        examples = training_data.training_examples
        copies = [copy for example in examples if (copy := _folded_copy(example)) is not None]
        messages = [message for message in [*examples, *copies] if message.get(TEXT)]
        if os.environ.get(WITHOUT) == "1":
            log.warning("training without embeddings: %s=1", WITHOUT)
        else:
            self._add_to_all(messages)
        return TrainingData(
            training_examples=[*examples, *copies],
            entity_synonyms=training_data.entity_synonyms,
            regex_features=training_data.regex_features,
            lookup_tables=training_data.lookup_tables,
            responses=training_data.responses,
        )

    def _add_to_all(self, messages: list[Message]) -> None:
        try:
            vectors = self._embeddings.of_examples([message.get(TEXT) for message in messages])
        except EmbeddingsUnavailable as error:
            raise TrainingNeedsRetrieval(error) from error
        for message, vector in zip(messages, vectors, strict=True):
            self._add(message, vector)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the embedding of every message that has text, as far as retrieval answers."""
        for message in messages:
            try:
                self._add(message, self._embeddings.of_message(message.get(TEXT) or ""))
            except EmbeddingsUnavailable:
                log.warning("no embedding: retrieval is not answering")
        return messages

    def _add(self, message: Message, vector: np.ndarray[Any, Any]) -> None:
        message.add_features(
            Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
        )


def _folded_copy(example: Message) -> Message | None:
    text = example.get(TEXT)
    if not text or not example.get("intent") or folded(text) == text.lower():
        return None
    return Message(data={**example.data, TEXT: folded(text), FOLDED_COPY: True})
