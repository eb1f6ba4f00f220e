"""Writes the description that a server gives of itself, narrowed to what its release holds: its clients and features.

Whatever is drawn at random from the whole description names hardly ever a client that there is, and would test little
but the refusal of those that there are not.
"""

import json
import sys
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote


def main() -> None:
    base, output = sys.argv[1:]
    document = fetch(base, "/openapi.json")
    clients = list(all_clients(base))
    comparison = fetch(base, f"/compare/{clients[0]}")
    features = [feature["feature"] for feature in comparison["features"]]
    pairs = [f"{one},{other}" for one in features for other in features if one != other]
    filters = [f"{features[0]}:0..1", "points:300..700", "decision:granted|review", "points:..550;decision:refused"]
    values = {"features": features + pairs, "same": features + pairs, "density": pairs, "filter": filters}

    document["components"]["schemas"]["ClientRequest"]["properties"]["client_id"] = {"type": "integer", "enum": clients}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                # Reviews are kept of clients whom the release no longer has, too.
                if parameter["name"] == "client_id" and not path.endswith("/reviews"):
                    parameter["schema"] = {"type": "integer", "enum": clients}
                elif parameter["name"] in values:
                    parameter["schema"] = {"type": "string", "enum": values[parameter["name"]]}
    with open(output, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)


def all_clients(base: str) -> Iterator[int]:
    """All of them, because a test that follows a link from a list may come to any."""
    cursor = ""
    while cursor is not None:
        page = fetch(base, f"/clients?limit=100{cursor}")
        yield from (client["client_id"] for client in page["clients"])
        cursor = page["next"] and f"&cursor={quote(page['next'])}"


def fetch(base: str, path: str) -> dict:
    with urllib.request.urlopen(base + path) as response:
        return json.load(response)


main()
