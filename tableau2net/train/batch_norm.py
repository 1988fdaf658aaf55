"""Batch normalisation with the statistics of the global batch: of all processes together, on any device and backend.
torch's own SyncBatchNorm refuses the CPU.

Over all images and pixels of all processes, n of them, and for each channel

    mean = Σ x / n,   variance = Σ (x − mean)² / n,   y = weight · (x − mean) / √(variance + eps) + bias

The second sum is taken about the mean of the first, so that nothing cancels. Both are differentiated through: the
gradient that a process gets is that of the sum of all processes' losses.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, distributed, nn

AXES = (0, 2, 3)


class SharedBatchNorm2d(nn.BatchNorm2d):
    """Images (N, C, H, W) → images (N, C, H, W), normalised over all processes' batches while training.

    N may differ between processes, and be 0 in some. In evaluation, or with one process, it is nn.BatchNorm2d to the
    last bit. While training, all processes of the default group have to call it, and its gradient, equally often.
    Raises ValueError where the global batch has no more than one value for each channel.
    """

    def forward(self, input: Tensor) -> Tensor:
        if not self.training or processes() == 1:
            return super().forward(input)
        self._check_input_dim(input)
        # Like torch's own, in float32 at least: sums of many half-precision numbers mean nothing.
        x = input.to(torch.promote_types(input.dtype, torch.float32))
        local = input.numel() // self.num_features
        count = x.new_full((1,), local)
        sums = total(torch.cat([x.sum(AXES), count]))
        n = sums[-1:]
        # The global count is looked at only where it may be too small: that waits for the device.
        if local <= 1 and float(n) <= 1:
            raise ValueError(f"a batch of more than one value for each channel is needed, not {float(n):g}")
        mean = sums[:-1] / n
        centred = x - mean[:, None, None]
        variance = total(centred.square().sum(AXES)) / n
        self._track(mean.detach(), variance.detach() * (n / (n - 1)))
        scale = (variance + self.eps).rsqrt()
        if self.weight is not None:
            scale = scale * self.weight
        y = centred * scale[:, None, None]
        if self.bias is not None:
            y = y + self.bias[:, None, None]
        output: Tensor = y.to(input.dtype)
        return output

    @torch.no_grad()
    def _track(self, mean: Tensor, variance: Tensor) -> None:
        """Move the running statistics towards these: by `momentum`, or where it is None to the mean of all so far."""
        if self.running_mean is None or self.running_var is None or self.num_batches_tracked is None:
            return
        self.num_batches_tracked.add_(1)
        momentum = 1 / float(self.num_batches_tracked) if self.momentum is None else self.momentum
        for running, present in ((self.running_mean, mean), (self.running_var, variance)):
            running.mul_(1 - momentum).add_(present.to(running.dtype), alpha=momentum)


class _Total(torch.autograd.Function):
    """x → Σ x over all processes; every process's loss depends on every x, so the gradients are summed likewise."""

    @staticmethod
    def forward(context: Any, x: Tensor) -> Tensor:
        result = x.clone(memory_format=torch.contiguous_format)
        distributed.all_reduce(result)
        return result

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> Tensor:
        return total(gradients[0])


def total(x: Tensor) -> Tensor:
    """The sum of the processes' tensors, of any one shape, in each of them."""
    result: Tensor = _Total.apply(x)  # type: ignore[no-untyped-call]
    return result


def processes() -> int:
    """How many take part; 1 where torch.distributed is not used."""
    if distributed.is_available() and distributed.is_initialized():
        return distributed.get_world_size()
    return 1


def share(network: nn.Module) -> nn.Module:
    """The same network, its nn.BatchNorm2d now SharedBatchNorm2d, itself too if it is one.

    They change class where they are: weights, buffers, hooks, mode, and the places that share one module stay as they
    are, also in an fx.GraphModule. Subclasses of nn.BatchNorm2d are left alone.
    """
    return _reclassed(network, nn.BatchNorm2d, SharedBatchNorm2d)


def unshare(network: nn.Module) -> nn.Module:
    """What `share` did undone, in place."""
    return _reclassed(network, SharedBatchNorm2d, nn.BatchNorm2d)


def _reclassed(network: nn.Module, old: type[nn.Module], new: type[nn.Module]) -> nn.Module:
    for module in network.modules():
        if type(module) is old:
            module.__class__ = new
    return network
