"""The OpenAPI document of the read API, made from its endpoints and the types of their answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, Final

import msgspec

from simulator.backend.http.responses import Problem
from simulator.backend.ingestion.faults import BODILESS, LONGEST_DELAY, MOST_COUNTED
from simulator.backend.ingestion.faults import LONGEST_TEXT as LONGEST_OF_FAULT
from simulator.backend.reading.queries import LONGEST_TEXT, Endpoint, Parameter

_REFUSALS: Final = {
    "400": "The request is invalid.",
    "403": "The request comes from a page of another origin.",
    "404": "Not found.",
    "409": "There are too many already.",
    "413": "The body is too large.",
    "415": "The content type is not JSON.",
    "421": "The server does not answer to the name in Host.",
    "503": "The store can't be read.",
}

_PATH_PARAMETERS: Final = {
    "project_id": {
        "description": "An API key, or `run-` and the name of a run. The project need not exist yet.",
        "schema": {"type": "string", "pattern": "^([0-9A-Za-z]{32}|run-[A-Za-z0-9._~-]{1,80})$"},
    },
    "number": {"description": "The number of a user.", "schema": {"type": "integer", "minimum": 1}},
}
_CONSTRAINTS: Final[dict[str, dict[str, Any]]] = {
    "Fault": {
        "properties": {
            "status": {"minimum": 200, "maximum": 599},
            "delay": {"minimum": 0, "maximum": LONGEST_DELAY},
            "more_than": {"minimum": 0, "maximum": MOST_COUNTED},
            "times": {"minimum": 1, "maximum": MOST_COUNTED},
            "body": {"maxLength": LONGEST_OF_FAULT},
            "path": {"maxLength": LONGEST_OF_FAULT},
            "device_id": {"maxLength": LONGEST_OF_FAULT},
            "user_id": {"maxLength": LONGEST_OF_FAULT},
        },
        "not": {
            "required": ["status", "body"],
            "properties": {"status": {"enum": list(BODILESS)}, "body": {"type": "string", "minLength": 1}},
        },
        "oneOf": [
            {
                "anyOf": [
                    {"required": ["status"], "properties": {"status": {"type": "integer"}}},
                    {"required": ["body"], "properties": {"body": {"type": "string"}}},
                ]
            },
            {"required": ["delay"], "properties": {"delay": {"minimum": 1}}},
            {"required": ["cut"], "properties": {"cut": {"const": True}}},
            {"required": ["lose"], "properties": {"lose": {"const": True}}},
            {"required": ["limit"], "properties": {"limit": {"type": "string"}}},
        ],
    },
}
"""Constraints of `Fault.check` beyond the types of the fields, by the name of the schema."""


def _constrain(schema: dict[str, Any], more: dict[str, Any]) -> None:
    for name, constraints in more["properties"].items():
        schema["properties"][name] |= constraints
    schema |= {keyword: more[keyword] for keyword in ("oneOf", "not")}


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the endpoints."""
    types = {one for endpoint in endpoints for one in (endpoint.gives, endpoint.takes) if one is not None}
    ordered = [*sorted(types, key=lambda one: one.__name__), Problem]
    references, schemas = msgspec.json.schema_components(ordered, ref_template="#/components/schemas/{name}")
    for name, more in _CONSTRAINTS.items():
        _constrain(schemas[name], more)
    schema_of = dict(zip(ordered, references, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "devicemode backend",
            "version": version("devicemode"),
            "description": "The requests that the stand-in for Amplitude has received, and their outcome.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(endpoint: Endpoint, schema_of: dict[type, dict[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "summary": endpoint.summary,
        "operationId": endpoint.answer.__name__.lstrip("_"),
        "parameters": [
            *(_in_path(name) for name in re.findall(r"{(\w+)}", endpoint.path)),
            *(_in_query(parameter) for parameter in endpoint.query),
        ],
        "responses": {
            str(endpoint.status): {"description": "Success."} | _content(schema_of, endpoint.gives),
            **{
                status: {"description": description} | _content(schema_of, Problem)
                for status, description in _REFUSALS.items()
            },
        },
    }
    if endpoint.takes is not None:
        made["requestBody"] = {"required": True} | _content(schema_of, endpoint.takes)
    return made


def _content(schema_of: dict[type, dict[str, Any]], kind: type | None) -> dict[str, Any]:
    return {} if kind is None else {"content": {"application/json": {"schema": schema_of[kind]}}}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, **_PATH_PARAMETERS[name]}


def _in_query(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = (
        {"type": "string", "maxLength": LONGEST_TEXT}
        | ({"pattern": f"^{parameter.pattern}$"} if parameter.pattern else {})
        if parameter.text
        else {"type": "integer", "minimum": parameter.least, "maximum": parameter.most}
    )
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": schema,
    }
