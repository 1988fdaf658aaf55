"""How a network is trained, as a YAML document: a recipe. Reading one does not load torch.

recipe      the document, its optimizer and its schedule resolved
optimizers  one file a kind: its keys, and the torch optimizer that it stands for
schedules   one file a kind: its keys, and the factor of the learning rate at any point of the training
"""

from tableau2net.recipes.recipe import Augmentation, Distillation, Recipe, load_recipe

__all__ = ["Augmentation", "Distillation", "Recipe", "load_recipe"]
