"""An agent of openai-agents with an MCP server, as its documentation has it; argv is a JSON object."""

import asyncio
import json
import sys

from agents import Agent, OpenAIChatCompletionsModel, OpenAIResponsesModel, Runner, set_tracing_disabled
from agents.mcp import MCPServerStdio
from openai import AsyncOpenAI

asked = json.loads(sys.argv[1])
API = {"responses": OpenAIResponsesModel, "chat": OpenAIChatCompletionsModel}


async def main() -> None:
    """Have the task done."""
    set_tracing_disabled(True)
    model = API[asked["api"]]("any", AsyncOpenAI(base_url=asked["url"], api_key="none"))
    command, *args = asked["server"]
    async with MCPServerStdio(params={"command": command, "args": args}, **asked["options"]) as server:
        agent = Agent(name="Writer", model=model, mcp_servers=[server])
        print((await Runner.run(agent, asked["task"], max_turns=30)).final_output)


asyncio.run(main())
