/*
 * Where well-known servers keep OpenAI's protocol, as their documentation says it (looked up in autumn 2026). A person
 * pastes what stands in front of them: the bare host, a single endpoint, or the page on which they made their key.
 */

/** Host → the path that the endpoints are under. '' where they begin at the root. */
export const ROOTS: Readonly<Record<string, string>> = {
  'ai-gateway.vercel.sh': '/v1',
  'api.anthropic.com': '/v1',
  'api.cerebras.ai': '/v1',
  'api.cohere.ai': '/compatibility/v1',
  'api.cohere.com': '/compatibility/v1',
  'api.deepinfra.com': '/v1/openai',
  'api.deepseek.com': '/v1',
  'api.fireworks.ai': '/inference/v1',
  'api.githubcopilot.com': '',
  'api.groq.com': '/openai/v1',
  'api.mistral.ai': '/v1',
  'api.moonshot.ai': '/v1',
  'api.moonshot.cn': '/v1',
  'api.openai.com': '/v1',
  'api.perplexity.ai': '',
  'api.together.ai': '/v1',
  'api.together.xyz': '/v1',
  'api.x.ai': '/v1',
  'api.z.ai': '/api/paas/v4',
  'dashscope-intl.aliyuncs.com': '/compatible-mode/v1',
  'dashscope.aliyuncs.com': '/compatible-mode/v1',
  'generativelanguage.googleapis.com': '/v1beta/openai',
  'integrate.api.nvidia.com': '/v1',
  'models.github.ai': '/inference',
  'models.inference.ai.azure.com': '',
  'open.bigmodel.cn': '/api/paas/v4',
  'openrouter.ai': '/api/v1',
  'router.huggingface.co': '/v1',
}

const site = (api: string, ...hosts: string[]): Record<string, string> =>
  Object.fromEntries(hosts.map((host) => [host, api]))

/** Web pages of a provider, which no program can talk to → the address that is meant. */
export const WEBSITES: Readonly<Record<string, string>> = {
  ...site(
    'https://api.openai.com/v1',
    'openai.com',
    'www.openai.com',
    'platform.openai.com',
    'chatgpt.com',
    'chat.openai.com',
  ),
  ...site('https://api.groq.com/openai/v1', 'groq.com', 'console.groq.com'),
  ...site('https://api.mistral.ai/v1', 'mistral.ai', 'console.mistral.ai', 'admin.mistral.ai', 'chat.mistral.ai'),
  ...site('https://api.deepseek.com/v1', 'deepseek.com', 'www.deepseek.com', 'platform.deepseek.com'),
  ...site(
    'https://generativelanguage.googleapis.com/v1beta/openai',
    'aistudio.google.com',
    'ai.google.dev',
    'gemini.google.com',
  ),
  ...site(
    'https://api.anthropic.com/v1',
    'anthropic.com',
    'console.anthropic.com',
    'platform.claude.com',
    'claude.ai',
    'claude.com',
  ),
  ...site('https://api.together.xyz/v1', 'together.ai', 'www.together.ai'),
  ...site('https://api.x.ai/v1', 'x.ai', 'console.x.ai', 'grok.com'),
  ...site('https://api.fireworks.ai/inference/v1', 'fireworks.ai', 'app.fireworks.ai'),
  ...site('https://router.huggingface.co/v1', 'huggingface.co'),
  ...site('https://<your resource>.openai.azure.com/openai/v1', 'portal.azure.com', 'ai.azure.com', 'oai.azure.com'),
  ...site('http://localhost:1234/v1', 'lmstudio.ai'),
}

/** Azure's own hosts, where the protocol stands under one path whatever endpoint of a deployment is shown there. */
export const AZURE = /\.(openai\.azure\.com|cognitiveservices\.azure\.com|services\.ai\.azure\.com)$/
