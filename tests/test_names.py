"""Names of documents never collide with what torch or Python call their own."""

from __future__ import annotations

import keyword

from torch import nn

from tableau2net.graph.names import MODULE_ATTRIBUTES, attribute, class_name


def test_every_public_attribute_of_a_module_is_known() -> None:
    public = {name for name in dir(nn.Module()) if not name.startswith("_")}
    assert public <= MODULE_ATTRIBUTES


def test_a_learned_parameter_keeps_its_name_where_it_can() -> None:
    assert attribute("k") == "k"
    assert attribute("training") == "training_"
    assert attribute("f1") == "f1_"


def test_class_names_are_python_s() -> None:
    for name in ("rk4_resnet", "explicit-5", "2x", "none", "true", "a.b"):
        made = class_name(name)
        assert made.isidentifier()
        assert not keyword.iskeyword(made)
