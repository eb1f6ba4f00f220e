"""Reads a template: YAML with CloudFormation's short forms."""

import pathlib

import yaml


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms: `!Ref A` becomes `{"Ref": "A"}`."""


def _short(loader, suffix, node):
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if name == "Fn::GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {name: value}


Loader.add_multi_constructor("!", _short)


def load(path):
    return yaml.load(pathlib.Path(path).read_text(), Loader)
