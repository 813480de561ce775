#!/usr/bin/env python3
"""Prepares and sums up a run of schemathesis.sh.

prepare BASE         makes a session with every role on the demo company at BASE and prints a configuration
                     with it and with ids that exist
summary FILE… DOC    counts the operations of the OpenAPI document that answered with success
"""

import collections
import json
import sys
import time
import urllib.request

# Parts of paths → the list whose ids are tried there, and how an id is read from a row.
LISTS = {
    "agents": "/agents",
    "api-keys": "/api-keys",
    "channels": "/channels",
    "conversations": "/conversations?limit=60",
    "customers": "/customers?limit=60",
    "gaps": "/gaps?limit=60",
    "groups": "/groups",
    "categories": "/knowledge/categories",
    "entries": "/knowledge/entries?limit=60",
    "quick-replies": "/quick-replies",
}


class Staff:
    """A person who is signed in."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookie = ""

    def ask(self, method: str, path: str, body: object = None) -> object:
        request = urllib.request.Request(self.base + path, method=method)
        request.add_header("Origin", self.base)
        if self.cookie:
            request.add_header("Cookie", self.cookie)
        data = None
        if body is not None:
            request.add_header("Content-Type", "application/json")
            data = json.dumps(body).encode()
        with urllib.request.urlopen(request, data) as answer:
            cookie = answer.headers.get("Set-Cookie")
            if cookie:
                self.cookie = cookie.split(";")[0]
            text = answer.read()
        return json.loads(text) if text else None

    def api(self, method: str, path: str, body: object = None) -> object:
        return self.ask(method, "/api/v1" + path, body)


def listed(staff, path):
    """Ids of a list. Some lists are filled by jobs of their own, a little after the start."""
    for _ in range(120):
        ids = [one["id"] for one in staff.api("GET", path)["items"]]
        if ids:
            return ids
        time.sleep(1)
    return []


def prepare(base: str) -> None:
    staff = Staff(base)
    accounts = staff.ask("GET", "/demo/api/accounts")
    chief = next(one for one in accounts["items"] if "admin" in one["roles"])
    staff.api("POST", "/auth/login", {"username": chief["username"], "password": accounts["password"]})
    me = staff.api("GET", "/auth/me")["agent"]["id"]
    staff.api("PATCH", f"/agents/{me}", {"roles": ["agent", "supervisor", "editor", "inspector", "admin"]})
    staff.api("PUT", "/me/state", {"state": "online"})
    key = {"name": "fuzz", "permissions": ["knowledge.view"], "expires_at": None}
    for _ in range(5):
        staff.api("POST", "/api-keys", key)
    # What an agent does is reached in a conversation of their own.
    left = staff.api("GET", "/conversations?view=left_messages&limit=5")["items"]
    for one in left[:3]:
        staff.api("POST", f"/conversations/{one['id']}/accept", {})
    mine = [one["id"] for one in staff.api("GET", "/conversations?view=mine")["items"]]

    lines = [
        # Longer than a widget's request may wait for news.
        "request-timeout = 40.0",
        "[headers]",
        f'Cookie = "{staff.cookie}"',
        f'Origin = "{base}"',
        "[generation]",
        # Made-up credentials would win over the session.
        "with-security-parameters = false",
    ]
    for name, path in LISTS.items():
        ids = listed(staff, path)
        if name == "agents":
            # Nobody may take the roles from, or the password of, the account that asks.
            ids.remove(me)
        if name == "conversations":
            ids = mine * 10 + ids
        if not ids:
            raise SystemExit(f"the demo has no {name}")
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(ids)}"]
        lines += ["[[operations]]", f'include-path-regex = "/{name}/[{{]id"']
        lines += [f'parameters = {{ "path.id" = {{ dictionary = "{name}", probability = 0.8 }} }}']
    token = staff.api("GET", "/channels")["items"][0]["token"]
    lines += ["[dictionaries.token]", f'values = ["{token}"]']
    lines += ["[[operations]]", 'include-path-regex = "^/widget/v1/"']
    lines += ['parameters = { "query.token" = { dictionary = "token", probability = 0.8 } }']
    print("\n".join(lines))


def summary(files: list[str], document: str) -> None:
    with open(document, encoding="utf-8") as text:
        paths = json.load(text)["paths"]
    verbs = ("get", "put", "post", "patch", "delete")
    operations = {f"{verb.upper()} {path}" for path, methods in paths.items() for verb in methods if verb in verbs}
    seen: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for name in files:
        with open(name, encoding="utf-8") as lines:
            for line in lines:
                for scenario in json.loads(line).values():
                    recorder = scenario.get("recorder") if isinstance(scenario, dict) else None
                    if not recorder:
                        continue
                    for answer in recorder.get("interactions", {}).values():
                        status = (answer.get("response") or {}).get("status_code")
                        if status:
                            seen[recorder["label"]][status] += 1
    reached = {name for name, statuses in seen.items() if any(200 <= status < 400 for status in statuses)}
    failed = {name for name, statuses in seen.items() if any(status >= 500 for status in statuses)}
    print(f"{len(reached & operations)} of {len(operations)} operations answered with success, {len(failed)} with 5xx")
    for name in sorted(operations - reached):
        statuses = ", ".join(f"{status} × {count}" for status, count in sorted(seen[name].items()))
        print(f"   never: {name}: {statuses or 'not asked'}")
    for name in sorted(failed):
        print(f"   5xx:   {name}")


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(sys.argv[2])
    else:
        summary(sys.argv[2:-1], sys.argv[-1])
