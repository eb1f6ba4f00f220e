"""Writes the description that a server gives of itself, narrowed to what its release holds: its clients and features.

Whatever is drawn at random from the whole description names hardly ever a client that there is, and would test little
but the refusal of those that there are not.
"""

import json
import sys
import urllib.request


def main() -> None:
    base, output = sys.argv[1:]
    document = fetch(base, "/openapi.json")
    first, last = (outermost(base, order) for order in ("client_id", "-client_id"))
    # A range, not a list of all: each value of a list is tried on its own. A test that follows a link from a list of
    # clients comes to one within it.
    clients = {"type": "integer", "minimum": first, "maximum": last}
    comparison = fetch(base, f"/compare/{first}")
    features = [feature["feature"] for feature in comparison["features"]]
    pairs = [f"{one},{other}" for one in features for other in features if one != other]
    filters = [f"{features[0]}:0..1", "points:300..700", "decision:granted|review", "points:..550;decision:refused"]
    values = {"features": features + pairs, "same": features + pairs, "density": pairs, "filter": filters}

    document["components"]["schemas"]["ClientRequest"]["properties"]["client_id"] = clients
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                # Reviews are kept of clients whom the release no longer has, too.
                if parameter["name"] == "client_id" and not path.endswith("/reviews"):
                    parameter["schema"] = clients
                elif parameter["name"] in values:
                    parameter["schema"] = {"type": "string", "enum": values[parameter["name"]]}
    with open(output, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)


def outermost(base: str, order: str) -> int:
    return fetch(base, f"/clients?sort={order}&limit=1")["clients"][0]["client_id"]


def fetch(base: str, path: str) -> dict:
    with urllib.request.urlopen(base + path) as response:
        return json.load(response)


main()
