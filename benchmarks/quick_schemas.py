"""Our schemas as somebody would write them who checks with `check-jsonschema` and cannot wait.

Where ours say `oneOf`, every alternative is tried, at every step and again at the steps inside it: seconds for one
procedure, which no comparison with us should live on. So here each alternative is chosen by what tells it from the
others (a step's verb, a field's type), as `if` and `then`, and the kind of a document chooses its schema in one file.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sopbook.documents.kinds import KINDS

Schema = dict[str, Any]


def quick(schemas: Path) -> Schema:
    """One schema for all kinds. It refers to nothing outside, because every look into another file costs as well."""
    names = [*(f"{kind}.schema.json" for kind in KINDS), "common.schema.json"]
    values = {name: json.loads((schemas / name).read_bytes()) for name in names}
    parts: Schema = {}
    for name, value in values.items():
        parts[_name(name)] = _quick({key: item for key, item in value.items() if key not in APART}, name, values)
        parts |= {_name(name, part): _quick(one, name, values) for part, one in value.get("$defs", {}).items()}
    chosen = [_chosen({"properties": {"kind": {"const": kind}}}, _name(f"{kind}.schema.json")) for kind in KINDS]
    return {"$schema": values[names[0]]["$schema"], "required": ["kind"], "allOf": chosen, "$defs": parts}


APART = ("$id", "$schema", "$defs")


def _name(file: str, part: str = "") -> str:
    kind = file.partition(".")[0]
    return f"{kind}-{part}" if part else kind


def _chosen(condition: Schema, name: str) -> Schema:
    return {"if": condition, "then": {"$ref": f"#/$defs/{name}"}}


def _quick(value: Any, home: str, values: Mapping[str, Schema]) -> Any:
    """The same schema with every `oneOf` of references turned into a choice."""
    if isinstance(value, list):
        return [_quick(one, home, values) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: _quick(item, home, values) for key, item in value.items() if key not in ("oneOf", "$ref")}
    if isinstance(value.get("$ref"), str):
        made["$ref"] = f"#/$defs/{_name(*_target(value['$ref'], home))}"
    alternatives = value.get("oneOf", [])
    if not all("$ref" in one for one in alternatives):
        made["oneOf"] = alternatives
    elif alternatives:
        targets = [_target(one["$ref"], home) for one in alternatives]
        tells = _tells([values[file]["$defs"][part] for file, part in targets])
        made["allOf"] = [_chosen(tell, _name(*target)) for tell, target in zip(tells, targets, strict=True)]
    return made


def _target(reference: str, home: str) -> tuple[str, str]:
    file, _, part = reference.partition("#/$defs/")
    return file or home, part


def _tells(alternatives: Sequence[Schema]) -> list[Schema]:
    """For each alternative, what a value has that belongs to it alone: a type, a key, or a type of field."""
    tells: list[Schema] = []
    for one in alternatives:
        of_type = one.get("properties", {}).get("type")
        others = [key for other in alternatives if other is not one for key in other.get("required", [])]
        own = [key for key in one.get("required", []) if key not in others]
        if one.get("type") != "object":
            tells.append({"type": one["type"]} if "type" in one else {"enum": one["enum"]})
        elif of_type:
            tells.append({"properties": {"type": of_type}})
        elif own:
            tells.append({"type": "object", "required": own[:1]})
        else:  # the group among the steps: no verb of any other
            tells.append({"type": "object", "not": {"anyOf": [{"required": [key]} for key in dict.fromkeys(others)]}})
    return tells
