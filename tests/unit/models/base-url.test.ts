import { describe, expect, it } from 'vitest'
import { normaliseBaseUrl } from '../../../lib/integrations/models/address/base-url'

describe('an address that is almost right becomes the one that is meant', () => {
  it.each([
    // A whole endpoint.
    ['https://gateway.example/v1/chat/completions', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/chat/completions/', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/completions', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/models', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/models/qwen3', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/embeddings', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/responses', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/chat', 'https://gateway.example/v1'],
    ['https://gateway.example/V1/Chat/Completions', 'https://gateway.example/V1'],
    ['https://gateway.example/team/a/v1/chat/completions?timeout=5#top', 'https://gateway.example/team/a/v1'],
    ['https://webui.example/api/chat/completions', 'https://webui.example/api'],
    ['https://gateway.example//v1//', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/v1', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/chat/completion', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/chat/completions/v1', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/chat/completions%20', 'https://gateway.example/v1'],
    ['https://gateway.example/v1/realtime', 'https://gateway.example/v1'],
    ['https://api.mistral.ai/v1/fim/completions', 'https://api.mistral.ai/v1'],
    ['http://localhost:8000/docs', 'http://localhost:8000/v1'],
    // Without the protocol's path.
    ['http://localhost:1234', 'http://localhost:1234/v1'],
    ['http://localhost:1234/', 'http://localhost:1234/v1'],
    ['http://192.168.1.20:8080', 'http://192.168.1.20:8080/v1'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000/v1'],
    ['http://0.0.0.0:8000', 'http://127.0.0.1:8000/v1'],
    ['https://models.example.com', 'https://models.example.com/v1'],
    // A server's own protocol.
    ['http://localhost:11434/api/chat', 'http://localhost:11434/v1'],
    ['http://localhost:11434/api/generate', 'http://localhost:11434/v1'],
    ['http://localhost:11434/api', 'http://localhost:11434/v1'],
    ['http://localhost:11434/api/tags', 'http://localhost:11434/v1'],
    ['http://ollama.example.org:8443/api/chat', 'http://ollama.example.org:8443/v1'],
    ['http://localhost:1234/api/v0/models', 'http://localhost:1234/v1'],
    ['http://localhost:1234/api/v0', 'http://localhost:1234/v1'],
    ['http://localhost:1234/api/v1/chat', 'http://localhost:1234/v1'],
    ['http://localhost:5001/api/v1/generate', 'http://localhost:5001/v1'],
    // Without a scheme, or with a slip in it.
    ['localhost:1234', 'http://localhost:1234/v1'],
    ['127.0.0.1:11434', 'http://127.0.0.1:11434/v1'],
    ['[::1]:8080/v1', 'http://[::1]:8080/v1'],
    ['//localhost:1234/v1', 'http://localhost:1234/v1'],
    ['gpu-box:8000', 'http://gpu-box:8000/v1'],
    ['nas.local:8080/v1', 'http://nas.local:8080/v1'],
    ['api.mistral.ai/v1', 'https://api.mistral.ai/v1'],
    ['models.example.com:8443/v1', 'https://models.example.com:8443/v1'],
    ['https:/gateway.example/v1', 'https://gateway.example/v1'],
    ['https//gateway.example/v1', 'https://gateway.example/v1'],
    ['https:///gateway.example/v1', 'https://gateway.example/v1'],
    ['HTTPS://Gateway.Example/v1', 'https://gateway.example/v1'],
    // What stands around it.
    ['  https://gateway.example/v1\n', 'https://gateway.example/v1'],
    ['"https://gateway.example/v1"', 'https://gateway.example/v1'],
    ['`https://gateway.example/v1`,', 'https://gateway.example/v1'],
    ['<https://gateway.example/v1>', 'https://gateway.example/v1'],
    ['“https://gateway.example/v1”', 'https://gateway.example/v1'],
    ['\u200Bhttps://gateway.example/v1', 'https://gateway.example/v1'],
    ['OPENAI_BASE_URL=https://gateway.example/v1', 'https://gateway.example/v1'],
    ['Base URL: https://gateway.example/v1.', 'https://gateway.example/v1'],
    ["export OPENAI_API_BASE='https://gateway.example/v1'", 'https://gateway.example/v1'],
    ['curl https://gateway.example/v1/chat/completions', 'https://gateway.example/v1'],
    // Providers whose path is another one.
    ['https://api.openai.com', 'https://api.openai.com/v1'],
    ['https://api.openai.com/v1/responses', 'https://api.openai.com/v1'],
    ['https://openrouter.ai', 'https://openrouter.ai/api/v1'],
    ['https://openrouter.ai/api', 'https://openrouter.ai/api/v1'],
    ['https://openrouter.ai/v1', 'https://openrouter.ai/api/v1'],
    ['https://openrouter.ai/settings/keys', 'https://openrouter.ai/api/v1'],
    ['https://openrouter.ai/api/v1/chat/completions', 'https://openrouter.ai/api/v1'],
    ['https://api.groq.com', 'https://api.groq.com/openai/v1'],
    ['https://api.groq.com/v1', 'https://api.groq.com/openai/v1'],
    ['https://api.anthropic.com/v1/messages', 'https://api.anthropic.com/v1'],
    ['https://api.perplexity.ai/chat/completions', 'https://api.perplexity.ai'],
    ['https://api.deepseek.com/chat/completions', 'https://api.deepseek.com/v1'],
    ['https://api.deepseek.com/beta', 'https://api.deepseek.com/beta'],
    [
      'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent',
      'https://generativelanguage.googleapis.com/v1beta/openai',
    ],
    [
      'https://shop.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
      'https://shop.openai.azure.com/openai/v1',
    ],
    // What is right stays as it is.
    ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api/v1'],
    ['https://models.example.com/openai/v1/', 'https://models.example.com/openai/v1'],
    ['https://api.z.ai/api/coding/paas/v4', 'https://api.z.ai/api/coding/paas/v4'],
  ])('%s → %s', (given, meant) => {
    expect(normaliseBaseUrl(given)).toBe(meant)
    expect(normaliseBaseUrl(meant)).toBe(meant)
  })

  it.each([
    ['https://platform.openai.com/api-keys', /under https:\/\/api\.openai\.com\/v1/],
    ['chatgpt.com', /under https:\/\/api\.openai\.com\/v1/],
    ['https://aistudio.google.com/apikey', /generativelanguage\.googleapis\.com/],
    ['https://gateway.example/v1?api_key=very-secret-1', /own field/],
    ['https://gateway.example/v1?key=very-secret-1&alt=sse', /own field/],
    ['https://user:very-secret-1@gateway.example/v1', /user name/],
    ['my gateway', /one address/],
    ['ftp://gateway.example/v1', /https:\/\//],
    ['javascript:alert(1)', /https:\/\//],
    ['', /https:\/\//],
    ['https://', /https:\/\//],
  ])('%s is refused with what to do', (given, said) => {
    const refusal = ((): Error | null => {
      try {
        return (normaliseBaseUrl(given), null)
      } catch (error) {
        return error as Error
      }
    })()
    expect(refusal).toMatchObject({ kind: 'refused-address', message: expect.stringMatching(said) })
    expect(refusal?.message).not.toContain('very-secret')
  })
})
