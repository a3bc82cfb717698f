import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readEnv, readGroup, variableNames } from '../../../lib/core/env'

const key = Buffer.alloc(32, 7).toString('base64')
const complete = {
  DATABASE_URL: 'postgresql://u:p@127.0.0.1:5432/devora',
  NEXTAUTH_SECRET: 'x'.repeat(40),
  ENCRYPTION_KEY: key,
}

describe('the environment', () => {
  it('has the same variables in the schema and in .env.example, each with a comment above it', () => {
    const lines = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8').split('\n')
    const listed = lines.flatMap((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? [])
    expect(listed.toSorted()).toEqual(variableNames.toSorted())
    const unexplained = lines.filter((line, index) => /^[A-Z]/.test(line) && !/^# \S/.test(lines[index - 1] ?? ''))
    expect(unexplained).toEqual([])
  })

  it('fills in what has a default and turns text into numbers and booleans', () => {
    const env = readEnv({ ...complete, PORT: '4000', ALLOW_LOCAL_MODELS: '0' })
    expect(env).toMatchObject({
      PORT: 4000,
      DEVORA_HOME: '.devora',
      WORKER: 'separate',
      WORKER_CONCURRENCY: 4,
      ALLOW_LOCAL_MODELS: false,
    })
    expect(env.secrets).toEqual({ NEXTAUTH_SECRET: complete.NEXTAUTH_SECRET, ENCRYPTION_KEY: key })
  })

  it('treats an empty value as not set', () => {
    expect(readEnv({ ...complete, PORT: '', LOG_LEVEL: ' ' })).toMatchObject({ PORT: 3000, LOG_LEVEL: 'info' })
  })

  it('refuses half a group and names the missing variable', () => {
    expect(() => readEnv({ ...complete, ENCRYPTION_KEY: undefined })).toThrow(
      /ENCRYPTION_KEY is missing: NEXTAUTH_SECRET is set.*"secrets"/,
    )
    expect(() => readEnv({ ...complete, NEXTAUTH_SECRET: '' })).toThrow(
      /NEXTAUTH_SECRET is missing: ENCRYPTION_KEY is set/,
    )
  })

  it('keeps files in Postgres without an S3 server, and refuses half of one by the name of what is missing', () => {
    expect(readEnv(complete).s3).toBeNull()
    const s3 = {
      S3_ENDPOINT: 'http://minio.internal:9000',
      S3_REGION: 'us-east-1',
      S3_BUCKET: 'devora-files',
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'secret',
    }
    expect(readEnv({ ...complete, ...s3 }).s3).toEqual(s3)
    expect(() => readEnv({ ...complete, ...s3, S3_BUCKET: '' })).toThrow(/S3_BUCKET is missing: S3_ENDPOINT.*"s3"/)
    expect(() => readEnv({ ...complete, ...s3, S3_ENDPOINT: 'minio' })).toThrow(/S3_ENDPOINT/)
  })

  it('refuses an environment without secrets or database, and names all of them at once', () => {
    expect(() => readEnv({})).toThrow(/DATABASE_URL is missing/)
    expect(() => readEnv({ DATABASE_URL: complete.DATABASE_URL })).toThrow(
      /NEXTAUTH_SECRET is missing\n\s+ENCRYPTION_KEY is missing/,
    )
  })

  it('takes any server of models alone, and refuses a default model that no server could have', () => {
    expect(readEnv(complete)).toMatchObject({ OLLAMA_CONTEXT_LENGTH: 32_768 })
    expect(readEnv({ ...complete, OPENAI_API_KEY: 'k' })).toMatchObject({ OPENAI_API_KEY: 'k' })
    expect(readEnv({ ...complete, OPENAI_BASE_URL: 'http://gateway.internal/v1' }).OPENAI_API_KEY).toBeUndefined()
    expect(
      readEnv({ ...complete, OLLAMA_BASE_URL: 'http://localhost:11434', DEFAULT_MODEL: 'qwen3:8b' }),
    ).toMatchObject({
      DEFAULT_MODEL: 'qwen3:8b',
    })
    expect(() => readEnv({ ...complete, DEFAULT_MODEL: 'gpt-5-mini' })).toThrow(/DEFAULT_MODEL is set, but no server/)
    expect(() => readEnv({ ...complete, EMBEDDING_MODEL: 'bge-m3' })).toThrow(/EMBEDDING_MODEL is set, but no server/)
  })

  it.each([
    ['OPENAI_BASE_URL', 'file:///gateway.internal'],
    ['OLLAMA_BASE_URL', 'ftp://localhost'],
    ['OLLAMA_CONTEXT_LENGTH', '100'],
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://localhost/devora'],
    ['NEXTAUTH_SECRET', 'short'],
    ['ENCRYPTION_KEY', 'bm90IDMyIGJ5dGVz'],
    ['WORKER', 'both'],
    ['NEXTAUTH_URL', 'devora.example'],
  ])('refuses %s=%s without repeating the value', (name, value) => {
    let message = ''
    try {
      readEnv({ ...complete, [name]: value })
    } catch (error) {
      message = String(error)
    }
    expect(message).toContain(name)
    expect(message).not.toContain(value)
  })

  it('switches a capability off when none of its variables is set', () => {
    const complaints: string[] = []
    const shape = { MAIL_HOST: z.string(), MAIL_USER: z.string() }
    expect(readGroup('mail', shape, {}, complaints)).toBeNull()
    expect(complaints).toEqual([])
    expect(readGroup('mail', shape, { MAIL_HOST: 'h', MAIL_USER: 'u' }, complaints)).toEqual({
      MAIL_HOST: 'h',
      MAIL_USER: 'u',
    })
    expect(readGroup('mail', shape, { MAIL_HOST: 'h' }, complaints)).toBeNull()
    expect(complaints).toEqual(['MAIL_USER is missing: MAIL_HOST is set, and the group "mail" only works together'])
  })
})
