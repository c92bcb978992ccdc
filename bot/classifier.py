"""The intent classifier: logistic regression on the message's embedding and its folded character n-grams."""

from __future__ import annotations

from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.folding import folded

FILE = "classifier.joblib"
MAX_CHARACTERS = 1000


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EmbeddingNgramClassifier(GraphComponent, IntentClassifier):
    """Holds two models: one on both features, one on n-grams alone for when retrieval is down."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """C: inverse regularisation; embedding_weight: against n-gram vectors of length 1."""
        return {
            "C": 20.0,
            "C_ngrams": 20.0,
            "embedding_weight": 4.0,
            "min_ngram": 2,
            "max_ngram": 5,
            "ranking_length": 10,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmbeddingNgramClassifier:
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._ngrams = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(config["min_ngram"], config["max_ngram"]),
            sublinear_tf=True,
            min_df=2,
        )
        self._center: np.ndarray[Any, Any] | None = None
        self._full: LogisticRegression | None = None
        self._ngrams_only: LogisticRegression | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Fit both models and store them; without embeddings only the one on n-grams."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        intents = [example.get(INTENT) for example in examples]
        ngrams = self._ngrams.fit_transform([_text(example) for example in examples])
        self._ngrams_only = _regression(self._config["C_ngrams"]).fit(ngrams, intents)
        embeddings = [_embedding(example) for example in examples]
        if all(embedding is not None for embedding in embeddings):
            dense = np.stack(embeddings)  # type: ignore[arg-type]
            # e5 vectors share one long direction; what differs between them is what is left.
            self._center = dense.mean(axis=0)
            self._full = _regression(self._config["C"]).fit(self._both(ngrams, dense), intents)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump((self._ngrams, self._center, self._full, self._ngrams_only), folder / FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EmbeddingNgramClassifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            (
                component._ngrams,
                component._center,
                component._full,
                component._ngrams_only,
            ) = joblib.load(folder / FILE)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``intent`` and ``intent_ranking`` of every message."""
        for message in messages:
            ranking = self._ranking(message)
            message.set("intent", dict(ranking[0]), add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        ngrams = self._ngrams.transform([_text(message)])
        embedding = _embedding(message)
        model, features = self._ngrams_only, ngrams
        if self._full is not None and embedding is not None:
            model, features = self._full, self._both(ngrams, embedding.reshape(1, -1))
        if model is None:
            return [{"name": None, "confidence": 0.0}]
        confidences = model.predict_proba(features)[0]
        best = np.argsort(-confidences)[: self._config["ranking_length"]]
        return [
            {"name": str(model.classes_[at]), "confidence": float(confidences[at])} for at in best
        ]

    def _both(self, ngrams: Any, dense: np.ndarray[Any, Any]) -> csr_matrix:
        weighted = (dense - self._center) * self._config["embedding_weight"]
        return csr_matrix(hstack([ngrams, csr_matrix(weighted)]))


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=1000, random_state=7)


def _text(message: Message) -> str:
    return folded(message.get(TEXT) or "")[:MAX_CHARACTERS]


def _embedding(message: Message) -> np.ndarray[Any, Any] | None:
    feature = message.get_dense_features(TEXT)[1]
    return None if feature is None else np.asarray(feature.features)[0]
