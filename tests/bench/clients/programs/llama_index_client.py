"""An agent of LlamaIndex with `BasicMCPClient`, a session for each call; argv is a JSON object."""

import asyncio
import json
import sys

from llama_index.core.agent.workflow import FunctionAgent
from llama_index.llms.openai_like import OpenAILike
from llama_index.tools.mcp import BasicMCPClient, McpToolSpec

asked = json.loads(sys.argv[1])


async def main() -> None:
    """Have the task done."""
    command, *args = asked["server"]
    tools = await McpToolSpec(client=BasicMCPClient(command, args=args, **asked["options"])).to_tool_list_async()
    url = asked["url"]
    model = OpenAILike(model="any", api_base=url, api_key="none", is_chat_model=True, is_function_calling_model=True)
    print(await FunctionAgent(tools=tools, llm=model).run(asked["task"], max_iterations=30))


asyncio.run(main())
