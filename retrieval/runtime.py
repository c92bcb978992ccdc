"""Run an encoder: exported ONNX by ONNX Runtime, or any model by sentence-transformers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

Kind = Literal["query", "passage"]
Vectors = npt.NDArray[np.float32]

MAX_TOKENS = 512
# Tokens (padding included) encoded at once: bounds memory and the time one batch blocks others.
BATCH_TOKENS = 4096


class OnnxEncoder:
    """Encodes without torch; vectors are float32 of unit length, shape (texts, dimension)."""

    def __init__(
        self, folder: Path, file: Path, identity: str, prompts: Mapping[str, str], threads: int = 0
    ) -> None:
        import onnxruntime  # type: ignore[import-untyped]
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Spinning threads would take the processor from the other services on the machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # The arena would keep the memory of the longest batch for ever, at no gain in speed.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(file), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._pad = self._tokenizer.token_to_id("<pad>") or 0
        self._prompts = prompts
        self.identity = identity
        self.dimension = int(self.encode(["x"], "query").shape[1])

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Unit vectors in the order of *texts*."""
        prompt = self._prompts.get(kind, "")
        encodings = self._tokenizer.encode_batch([prompt + text for text in texts])
        ids = [encoding.ids for encoding in encodings]
        made: dict[int, npt.NDArray[np.float32]] = {}
        for batch in batches([len(i) for i in ids]):
            vectors = self._run([ids[place] for place in batch])
            made.update(zip(batch, vectors, strict=True))
        return np.stack([made[place] for place in range(len(ids))])

    def _run(self, ids: Sequence[Sequence[int]]) -> Vectors:
        width = max(map(len, ids))
        tokens = np.full((len(ids), width), self._pad, dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, text in enumerate(ids):
            tokens[row, : len(text)] = text
            mask[row, : len(text)] = 1
        out = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})[0]
        return np.asarray(out, dtype=np.float32)


class TorchEncoder:
    """Encodes with sentence-transformers; for any model that was not exported."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(name, device="cpu")
        prompts = self._model.prompts or {}
        self._prompts: dict[Kind, str] = {
            "query": prompts.get("query") or "",
            "passage": prompts.get("document") or prompts.get("passage") or "",
        }
        self.identity = f"{name} torch-fp32"
        self.dimension = int(self.encode(["x"], "query").shape[1])

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Unit vectors in the order of *texts*."""
        prompted = [self._prompts[kind] + text for text in texts]
        made = self._model.encode(prompted, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(made, dtype=np.float32)


def batches(lengths: Sequence[int], limit: int = BATCH_TOKENS) -> list[list[int]]:
    """Places of texts grouped by similar length so that padded batches stay within *limit*."""
    made: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if made and (len(made[-1]) + 1) * lengths[place] <= limit:
            made[-1].append(place)
        else:
            made.append([place])
    return made
