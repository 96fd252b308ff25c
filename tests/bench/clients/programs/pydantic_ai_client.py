"""An agent of Pydantic AI with an MCP server and the time limits that it has by itself; argv is a JSON object."""

import asyncio
import json
import sys

from fastmcp.client.transports import StdioTransport
from pydantic_ai import Agent
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

asked = json.loads(sys.argv[1])
API = {"responses": OpenAIResponsesModel, "chat": OpenAIChatModel}


async def main() -> None:
    """Have the task done."""
    command, *args = asked["server"]
    model = API[asked["api"]]("any", provider=OpenAIProvider(base_url=asked["url"], api_key="none"))
    agent = Agent(model, toolsets=[MCPToolset(StdioTransport(command, args))])
    print((await agent.run(asked["task"])).output)


asyncio.run(main())
