#!/usr/bin/env python3
"""mcp_client.py BASE — the MCP server of the demo company at BASE, asked by the reference client in the present protocol and before."""

import asyncio
import json
import sys
import urllib.request

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client


class Staff:
    """A person who is signed in."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookie = ""

    def post(self, path: str, body: object) -> dict:
        request = urllib.request.Request(f"{self.base}/api/v1{path}", json.dumps(body).encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        request.add_header("Origin", self.base)
        if self.cookie:
            request.add_header("Cookie", self.cookie)
        with urllib.request.urlopen(request) as answer:
            cookie = answer.headers.get("Set-Cookie")
            if cookie:
                self.cookie = cookie.split(";")[0]
            text = answer.read()
        return json.loads(text) if text else {}


async def walk(base: str, secret: str, mode: str) -> None:
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {secret}"}) as http:
        async with Client(streamable_http_client(f"{base}/mcp", http_client=http), mode=mode) as client:
            tools = [tool.name for tool in (await client.list_tools()).tools]
            print(f"{client.protocol_version} ({mode}), {len(tools)} tools: {', '.join(tools)}")
            assert "search_kb" in tools and "get_order" in tools, tools
            assert "cancel_order" not in tools and "search_conversations" not in tools, tools

            async def call(name: str, arguments: dict) -> dict:
                result = await client.call_tool(name, arguments)
                assert not result.is_error, result
                return result.structured_content

            found = await call("search_kb", {"q": "怎么退货", "limit": 3})
            assert found["items"], found
            print("  search_kb:", found["items"][0]["question"])
            products = await call("search_products", {"q": "面膜"})
            assert products["items"], products
            # Others of the name may be no customer whom the shop vouches for.
            for customer in (await call("find_customers", {"q": "林知夏"}))["items"]:
                listed = await client.call_tool("list_orders", {"customer_id": customer["id"]})
                orders = (listed.structured_content or {}).get("items")
                if not listed.is_error and orders:
                    break
            else:
                raise AssertionError("no customer has orders")
            order = await call("get_order", {"customer_id": customer["id"], "order_no": orders[0]["no"]})
            assert order["no"] == orders[0]["no"] and order["receiver"]["street"] == "****", order
            print("  get_order:", order["no"], order["status"])
            refused = await client.call_tool("get_order", {"customer_id": "cus_none", "order_no": "1"})
            assert refused.is_error, refused
            print("  refused:", refused.structured_content["error"]["code"])


async def main(base: str) -> None:
    with urllib.request.urlopen(f"{base}/demo/api/accounts") as answer:
        password = json.loads(answer.read())["password"]
    staff = Staff(base)
    staff.post("/auth/login", {"username": "shenhe", "password": password})
    permissions = ["knowledge.view", "customers.view", "conversations.serve"]
    key = staff.post("/api-keys", {"name": "MCP", "permissions": permissions, "expires_at": None})
    for mode in ("auto", "legacy"):
        await walk(base, key["secret"], mode)


asyncio.run(main(*sys.argv[1:]))
