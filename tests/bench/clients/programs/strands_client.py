"""An agent of Strands with an MCP server, as its documentation has it; argv is a JSON object."""

import json
import sys

from mcp import StdioServerParameters, stdio_client
from strands import Agent
from strands.models.openai import OpenAIModel
from strands.tools.mcp import MCPClient

asked = json.loads(sys.argv[1])
command, *args = asked["server"]
with MCPClient(lambda: stdio_client(StdioServerParameters(command=command, args=args))) as server:
    model = OpenAIModel(client_args={"base_url": asked["url"], "api_key": "none"}, model_id="any")
    Agent(model=model, tools=server.list_tools_sync())(asked["task"])
