"""An agent of LangChain with the tools of `get_tools()`, a session for each call; argv is a JSON object."""

import asyncio
import json
import sys
from typing import Any

from langchain.agents import create_agent
from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools
from langchain_openai import ChatOpenAI

asked = json.loads(sys.argv[1])


async def work(tools: list[Any]) -> None:
    """Have the task done with these tools."""
    model = ChatOpenAI(model="any", base_url=asked["url"], api_key="none")
    agent = create_agent(model, tools)
    told = await agent.ainvoke({"messages": [{"role": "user", "content": asked["task"]}]}, {"recursion_limit": 60})
    print(told["messages"][-1].content)


async def main() -> None:
    """Connect once, or for each call."""
    command, *args = asked["server"]
    client = MultiServerMCPClient({"desktop": {"command": command, "args": args, "transport": "stdio"}})
    if not asked["options"].get("one_session"):
        await work(await client.get_tools())
        return
    async with client.session("desktop") as session:
        await work(await load_mcp_tools(session))


asyncio.run(main())
