"""FastMCP's client; a script stands in the model's place, as the library has none: argv is a JSON object."""

import asyncio
import json
import sys

from fastmcp import Client

asked = json.loads(sys.argv[1])


async def main() -> None:
    """Carry out the calls, and print what each was answered with."""
    server = {"command": asked["server"][0], "args": asked["server"][1:]}
    answers: list[dict[str, object]] = []
    async with Client({"mcpServers": {"desktop": server}}) as client:
        tools = [tool.name for tool in await client.list_tools()]
        for tool, arguments in asked["calls"]:
            result = await client.call_tool(tool, arguments)
            texts = [part.text for part in result.content if part.type == "text"]
            answers.append({"texts": texts, "pictures": sum(part.type == "image" for part in result.content)})
    print(json.dumps({"tools": tools, "answers": answers}))


asyncio.run(main())
