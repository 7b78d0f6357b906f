"""The calls as the page about them shows them, taken out of the OpenAPI document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One call as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    tags: tuple[str, ...]
    parameters: tuple[tuple[str, str, str], ...]
    """Name, place and meaning of each; those that are needed say so in their place."""
    sent: str
    """An example of the body, as JSON; empty where there is none."""
    answered: str
    """An example of the answer."""
    status: str
    errors: tuple[tuple[str, str], ...]
    """Statuses with their sentences."""

    @staticmethod
    def of(method: str, path: str, methods: dict[str, Any], whole: Document) -> Operation:
        """Return a call of the document `whole`."""
        operation = methods[method]
        said = whole["components"]["responses"]
        answers = {
            status: said[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
            for status, answer in operation["responses"].items()
        }
        good = next(status for status in answers if status.startswith("2"))
        return Operation(
            name=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=operation["summary"],
            tags=tuple(operation["tags"]),
            parameters=tuple(
                _told(each) for each in (*methods.get("parameters", ()), *operation.get("parameters", ()))
            ),
            sent=_json_example(operation.get("requestBody", {})),
            answered=_json_example(answers[good]),
            status=good,
            errors=tuple(
                (status, _plain(answers[status]["description"]))
                for status in sorted(answers)
                if status != good
            ),
        )


def parts_of(whole: Document) -> list[tuple[dict[str, str], list[Operation]]]:
    """Return the parts of the API, each with its calls, in the order of the document."""
    operations = [
        Operation.of(method, path, methods, whole)
        for path, methods in whole["paths"].items()
        for method in ("get", "post")
        if method in methods
    ]
    return [(tag, [one for one in operations if tag["name"] in one.tags]) for tag in whole["tags"]]


def _told(parameter: dict[str, Any]) -> tuple[str, str, str]:
    place = f"{parameter['in']}, needed" if parameter.get("required") else str(parameter["in"])
    meaning = parameter.get("description") or parameter["schema"].get("description", "")
    return parameter["name"], place, _plain(meaning)


def _plain(description: str) -> str:
    """Return a description, which the document holds in Markdown, without the marks of code."""
    return description.replace("`", "")


def _json_example(part: dict[str, Any]) -> str:
    example = part.get("content", {}).get("application/json", {}).get("example")
    return "" if example is None else json.dumps(example, ensure_ascii=False, indent=2)
