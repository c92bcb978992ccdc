"""Export a sentence-transformers model to ONNX, quantise it, and keep the fastest that stays true."""

import json
import logging
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.runtime import OnnxEncoder

MIN_MEAN_COSINE = 0.995
MIN_COSINE = 0.985
# Slovak with and without diacritics, Czech, English, short and long: what the encoder will meet.
SAMPLES = (
    "query: Ako predĺžim doménu .sk?",
    "query: nejde mi mail, neviem zmenit heslo",
    "query: ten zelený zámok mi zmizol",
    "query: kde najdu fakturu za hosting",
    "query: how do I point my domain to another server",
    "query: 550 5.7.1 message rejected",
    "passage: Doménu predĺžite zaplatením výzvy k platbe, ktorú posielame 30 dní pred expiráciou.",
    "passage: V Zákazníckom centre otvorte Služby > Webhosting > FTP účty a zvoľte Zmeniť heslo. "
    "Nové heslo začne platiť do piatich minút. Potom ho zmeňte aj vo svojom programe.",
)


def export(folder: Path, progress: Callable[[str], None]) -> dict[str, Any]:
    """Write the chosen ONNX file into the model's folder; return its name, runtime and cosines."""
    with warnings.catch_warnings():
        # The tracer warns about shapes that do not change for an encoder.
        warnings.simplefilter("ignore")
        logging.getLogger("transformers").setLevel(logging.ERROR)
        reference = _trace(folder, progress)
    progress("quantising to 8 bits")
    _quantise(folder / "model-fp32.onnx", folder / "model-int8.onnx")
    for name in ("int8", "fp32"):
        file = folder / f"model-{name}.onnx"
        cosines = _cosines(folder, file, reference)
        if cosines.mean() >= MIN_MEAN_COSINE and cosines.min() >= MIN_COSINE:
            break
    for other in folder.glob("model-*.onnx"):
        if other != file:
            other.unlink()
    chosen = {
        "file": file.name,
        "runtime": f"onnx-{name}",
        "cosine_mean": round(float(cosines.mean()), 5),
        "cosine_min": round(float(cosines.min()), 5),
    }
    progress(f"runtime {chosen['runtime']}, mean cosine to torch {chosen['cosine_mean']}")
    return chosen


def _trace(folder: Path, progress: Callable[[str], None]) -> npt.NDArray[np.float32]:
    """Export through sentence-transformers, pooling included; return its vectors of SAMPLES."""
    import torch
    from sentence_transformers import SentenceTransformer

    progress("loading the model with sentence-transformers")
    model = SentenceTransformer(
        str(folder), device="cpu", model_kwargs={"attn_implementation": "eager"}
    ).eval()

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            made = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            vectors: torch.Tensor = made["sentence_embedding"]
            return vectors

    progress("exporting to ONNX")
    batch = model.tokenizer(list(SAMPLES[:2]), padding=True, return_tensors="pt")
    ids, mask = batch["input_ids"], batch["attention_mask"]
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        Whole(),
        (ids, mask),
        str(folder / "model-fp32.onnx"),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "vectors": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )
    vectors = model.encode(list(SAMPLES), normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def _quantise(source: Path, target: Path) -> None:
    from onnxruntime.quantization import (  # type: ignore[import-untyped]
        QuantType,
        quantize_dynamic,
    )

    logging.getLogger().addFilter(lambda record: "pre-processing" not in record.getMessage())
    # A scale for each channel keeps the mean cosine at 0.997; one for a matrix drops it to 0.988.
    quantize_dynamic(str(source), str(target), weight_type=QuantType.QInt8, per_channel=True)


def _cosines(
    folder: Path, file: Path, reference: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    encoder = OnnxEncoder(folder, file, identity="candidate", prompts={})
    # One by one, as questions come: padding changes the scale of a dynamic 8-bit batch.
    made = np.concatenate([encoder.encode([text], "query") for text in SAMPLES])
    cosines: npt.NDArray[np.float32] = (made * reference).sum(axis=1)
    return cosines


def write_marker(folder: Path, marker: dict[str, Any]) -> None:
    """Say what the folder holds; written last, so a half-made folder has none."""
    (folder / "encoder.json").write_text(json.dumps(marker, indent=2), encoding="utf-8")
