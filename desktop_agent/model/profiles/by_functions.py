"""Servers of other people's models, on this computer and elsewhere: nearly all are worked by functions."""

from dataclasses import replace

from desktop_agent.core.texts.message import Message
from desktop_agent.model.profile import Profile

_BY_FUNCTIONS = Profile(
    name="ollama",
    base_url="",
    key_variable="",
    dialect="functions",
    model="qwen3-vl:8b",
    keeps=Message("By default, this server doesn't store responses, and the history is kept on this computer."),
    chain=False,
)

PROFILES = (
    Profile(
        name="vllm",
        title="vLLM with Northstar",
        base_url="http://127.0.0.1:8000/v1",
        key_variable="",
        dialect="preview",
        model="Tzafon/Northstar-CUA-Fast",
        keeps=Message("By default, vLLM doesn't store responses, and the history is kept on this computer."),
        coordinates="grid1000",
        chain=False,
        window_tokens=64_000,
        started_by="vllm serve Tzafon/Northstar-CUA-Fast",
        free_at_home=True,
    ),
    replace(
        _BY_FUNCTIONS,
        name="ollama",
        title="Ollama",
        free_at_home=True,
        base_url="http://127.0.0.1:11434/v1",
        started_by="ollama serve",
    ),
    replace(
        _BY_FUNCTIONS,
        name="lmstudio",
        title="LM Studio",
        free_at_home=True,
        base_url="http://127.0.0.1:1234/v1",
        model="qwen/qwen3-vl-8b",
        keeps=Message("LM Studio stores responses for a limited time, on the computer that it runs on."),
        chain=True,
        started_by="lms server start",
    ),
    replace(
        _BY_FUNCTIONS,
        name="vllm-functions",
        title="vLLM",
        free_at_home=True,
        base_url="http://127.0.0.1:8000/v1",
        model="Qwen/Qwen3-VL-8B-Instruct",
        started_by="vllm serve Qwen/Qwen3-VL-8B-Instruct --enable-auto-tool-choice --tool-call-parser hermes",
    ),
    replace(
        _BY_FUNCTIONS,
        name="llama-cpp",
        title="llama.cpp",
        free_at_home=True,
        base_url="http://127.0.0.1:8080/v1",
        model="qwen3-vl",
        started_by="llama-server -hf Qwen/Qwen3-VL-8B-Instruct-GGUF --jinja",
    ),
    replace(
        _BY_FUNCTIONS,
        name="litellm",
        title="LiteLLM",
        base_url="http://127.0.0.1:4000/v1",
        keeps=Message(
            "LiteLLM's settings determine which data it stores. For data kept by the server behind it, "
            "see that server's terms."
        ),
        started_by="LITELLM_MASTER_KEY=sk-… litellm --config config.yaml",
    ),
    replace(
        _BY_FUNCTIONS,
        name="openrouter",
        title="OpenRouter",
        keys_at="https://openrouter.ai/settings/keys",
        prices_at="https://openrouter.ai/models",
        base_url="https://openrouter.ai/api/v1",
        key_variable="OPENROUTER_API_KEY",
        model="qwen/qwen3-vl-235b-a22b-instruct",
        keeps=Message(
            "OpenRouter doesn't store responses. For data kept by the host behind it, see that host's terms."
        ),
    ),
    replace(
        _BY_FUNCTIONS,
        name="mistral",
        title="Mistral",
        keys_at="https://console.mistral.ai/api-keys",
        prices_at="https://mistral.ai/pricing",
        base_url="https://api.mistral.ai/v1",
        key_variable="MISTRAL_API_KEY",
        model="mistral-medium-latest",
        keeps=Message("Mistral doesn't keep a history of responses. For other data it keeps, see its terms."),
        pictures_in_results=True,
    ),
)
