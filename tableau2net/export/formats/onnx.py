"""ONNX, written by torch's exporter and run by onnxruntime (extra `export`)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from tableau2net.extras import require


def written(network: nn.Module, images: Tensor) -> bytes:
    """The content of the file, for batches of any size. Raises InputError where the extra is not installed."""
    require("export", "ONNX files are written with onnxscript and run back with onnxruntime")
    program = torch.onnx.export(
        network,
        (images,),
        dynamo=True,
        verbose=False,
        input_names=["images"],
        output_names=["logits"],
        dynamic_shapes=({0: torch.export.Dim.DYNAMIC},),
    )
    assert program is not None, "the exporter that is asked for returns a program"
    content: bytes = program.model_proto.SerializeToString()
    return content


def outputs(content: bytes, images: Tensor) -> Tensor:
    """What the file computes of images."""
    import onnxruntime

    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    (logits,) = session.run(["logits"], {"images": images.numpy()})
    return torch.from_numpy(logits)
