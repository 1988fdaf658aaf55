"""What a network is trained with besides its own loss. Loads torch."""

from tableau2net.train.distillation import WeakLogitDistillation, teacher

__all__ = ["WeakLogitDistillation", "teacher"]
