"""Which clients there are, how each is told of the server, and how it is started without a person at its terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.fakes.model_for_clients import Call

Environment = Literal["npm", "agents", "openai2", "langchain"]
Words = tuple[str, ...]
_PROGRAMS = Path(__file__).with_name("programs")


@dataclass(frozen=True, slots=True)
class Job:
    """What a client is to do, and with what."""

    url: str  # of the model, with the version
    server: Words  # our command
    task: str
    calls: tuple[Call, ...]  # the script, for those that have no model

    @property
    def root_url(self) -> str:
        """The URL without the version, as Anthropic's and Google's SDKs take it."""
        return self.url.removesuffix("/v1")


@dataclass(frozen=True, slots=True)
class Start:
    """How a client is started: the commands before it, files below the home, its own words, variables of its own."""

    words: Words
    before: tuple[Words, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Client:
    """A client, or one way of using a library."""

    name: str
    key: str
    environment: Environment
    package: str
    start: Callable[[Job], Start]
    has_model: bool = True
    breaks_off: bool = True  # whether Ctrl+C takes back the call that is under way


def _library(program: str, environment: Environment, api: str = "chat", **options: object) -> Callable[[Job], Start]:
    """Return how the program of a library is started."""

    def start(job: Job) -> Start:
        told = {"url": job.url, "server": job.server, "task": job.task, "calls": job.calls}
        asked = json.dumps({**told, "api": api, "options": options})
        return Start((f"{environment}-python", str(_PROGRAMS / f"{program}_client.py"), asked))

    return start


def _inspector(job: Job) -> Start:
    asked = json.dumps({"server": job.server, "calls": job.calls})
    return Start(("python3", str(_PROGRAMS / "inspector_client.py"), asked))


def _claude(job: Job) -> Start:
    quiet = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1"}
    return Start(
        ("claude", "-p", job.task, "--allowed-tools", "mcp__desktop"),
        before=(("claude", "mcp", "add", "desktop", "--", *job.server),),
        variables={"ANTHROPIC_BASE_URL": job.root_url, "ANTHROPIC_API_KEY": "none", **quiet},
    )


def _codex(job: Job) -> Start:
    provider = f'{{name="scripted",base_url="{job.url}",wire_api="responses"}}'
    model = ("-c", "model_provider=scripted", "-c", f"model_providers.scripted={provider}", "-m", "any")
    return Start(
        ("codex", "exec", "--skip-git-repo-check", *model, job.task),
        # The flags that are added by the first command stay.
        before=(
            ("codex", "mcp", "add", "desktop", "--", *job.server),
            ("desktop-agent", "mcp", "install", "codex", "--write"),
        ),
    )


def _gemini(job: Job) -> Start:
    command, *args = job.server
    return Start(
        ("gemini", "-m", "gemini-2.5-pro", "-p", job.task, "--yolo", "--skip-trust"),
        before=(("gemini", "mcp", "add", "--scope", "user", "desktop", command, *args),),
        files={".gemini/settings.json": '{"security": {"auth": {"selectedType": "gemini-api-key"}}}'},
        variables={"GOOGLE_GEMINI_BASE_URL": job.root_url, "GEMINI_API_KEY": "none"},
    )


def _opencode(job: Job) -> Start:
    provider = {
        "npm": "@ai-sdk/openai-compatible",
        "options": {"baseURL": job.url, "apiKey": "none"},
        "models": {"any": {"attachment": True, "modalities": {"input": ["text", "image"], "output": ["text"]}}},
    }
    server = {"type": "local", "command": [*job.server], "timeout": 3_600_000}
    config = {"provider": {"scripted": provider}, "mcp": {"desktop": server}, "autoupdate": False, "share": "disabled"}
    return Start(
        ("opencode", "run", "--model", "scripted/any", job.task),
        files={".config/opencode/opencode.json": json.dumps(config)},
        variables={"OPENCODE_DISABLE_MODELS_FETCH": "1"},
    )


def _copilot(job: Job) -> Start:
    return Start(
        ("copilot", "-p", job.task, "--allow-all-tools"),
        before=(("copilot", "mcp", "add", "desktop", "--", *job.server),),
        variables={"COPILOT_PROVIDER_BASE_URL": job.url, "COPILOT_MODEL": "any", "COPILOT_OFFLINE": "true"},
    )


def _continue(job: Job) -> Start:
    command, *args = job.server
    model = {"name": "any", "provider": "openai", "model": "any", "apiBase": job.url, "apiKey": "none"}
    able = {**model, "roles": ["chat"], "capabilities": ["tool_use", "image_input"]}
    server = {"name": "desktop", "command": command, "args": args}
    config = {"name": "own", "version": "1.0.0", "schema": "v1", "models": [able], "mcpServers": [server]}
    return Start(
        ("cn", "-p", job.task, "--config", ".continue/own.yaml", "--auto"),
        files={".continue/own.yaml": json.dumps(config)},  # JSON is YAML
    )


CLIENTS = (
    Client("Claude Code", "claude", "npm", "@anthropic-ai/claude-code", _claude),
    Client("Codex (`exec`)", "codex", "npm", "@openai/codex", _codex),
    Client("Gemini CLI", "gemini", "npm", "@google/gemini-cli", _gemini),
    Client("opencode", "opencode", "npm", "opencode-linux-x64", _opencode),
    Client("GitHub Copilot CLI", "copilot", "npm", "@github/copilot", _copilot),
    Client("Continue (`cn`)", "continue", "npm", "@continuedev/cli", _continue),
    Client(
        "openai-agents, Responses",
        "openai-agents",
        "agents",
        "openai-agents",
        _library("openai_agents", "agents", "responses", client_session_timeout_seconds=3600),
    ),
    Client(
        "openai-agents, chat completions",
        "openai-agents-chat",
        "agents",
        "openai-agents",
        _library("openai_agents", "agents", "chat", client_session_timeout_seconds=3600),
    ),
    Client(
        "LangChain, `get_tools()`",
        "langchain",
        "langchain",
        "langchain-mcp-adapters",
        _library("langchain", "langchain"),
    ),
    Client(
        "LangChain, `client.session()`",
        "langchain-session",
        "langchain",
        "langchain-mcp-adapters",
        _library("langchain", "langchain", one_session=True),
    ),
    Client(
        "LlamaIndex, `BasicMCPClient`",
        "llama-index",
        "openai2",
        "llama-index-tools-mcp",
        _library("llama_index", "openai2"),
    ),
    Client("Strands", "strands", "openai2", "strands-agents", _library("strands", "openai2"), breaks_off=False),
    Client("Pydantic AI, `MCPToolset`", "pydantic-ai", "agents", "pydantic-ai-slim", _library("pydantic_ai", "agents")),
    Client("FastMCP's client", "fastmcp", "agents", "fastmcp", _library("fastmcp", "agents"), has_model=False),
    Client(
        "MCP Inspector, command line",
        "inspector",
        "npm",
        "@modelcontextprotocol/inspector",
        _inspector,
        has_model=False,
    ),
)
