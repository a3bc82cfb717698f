import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bodyBoundsOf } from '@/lib/http/body'
import type { Endpoint } from '@/lib/http/endpoint'
import { freshIp } from '../../support/api'
import { address, all, asked, BODIES, refused, openRows, withBody } from '../../support/bad-input'
import { eachRow } from '../../support/each-row'

/* What is sent, to every route that takes something. */
openRows()

describe('the body', () => {
  const sent = (contract: Endpoint, body: unknown, headers: Record<string, string> = {}) =>
    refused(() => asked.ana.send(contract.method, address(contract), { body, headers, ip: freshIp() }))

  eachRow(withBody, 3)('%s wants JSON', async (_, contract) => {
    for (const text of ['{', '{"a":}', 'nonsense', '{"a":1}}', '\u0000', '{"a":"\u0001"}', '[1,', "{'a':1}"]) {
      expect(await sent(contract, text), text).toMatchObject({
        status: 400,
        code: 'malformed_json',
        invalidParams: [{ name: 'body' }],
      })
    }
    expect(await sent(contract, new Uint8Array([0x22, 0xff, 0x22])), 'not UTF-8').toMatchObject({
      status: 400,
      code: 'malformed_json',
    })
    // So many refusals at once are more than the tightest limit lets through.
    await asked.api.ctx.db.rateWindow.deleteMany()
    const right = JSON.stringify(BODIES[contract.id])
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '',
      'application/jsonp',
    ]) {
      expect(await sent(contract, right, { 'content-type': type }), type).toMatchObject({
        status: 415,
        code: 'unsupported_media_type',
      })
    }
  })

  eachRow(withBody, 3)('%s wants an object', async (_, contract) => {
    for (const text of ['[]', 'null', '7', '"text"', 'true', '[{}]']) {
      expect(await sent(contract, text), text).toMatchObject({
        status: 422,
        code: 'invalid_input',
        invalidParams: [{ name: 'body' }],
      })
    }
    const deep = await sent(contract, `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect([400, 413, 422], 'nested a hundred thousand deep').toContain(deep.status)
  })

  it('of too many keys or brackets is refused before it is built, and never given back', async () => {
    const { bytes } = bodyBoundsOf({ auth: 'user', bodyLimit: 20 * 1024 * 1024 })
    const keys = `{${Array.from({ length: 300_000 }, (_, n) => `"flood${n}":1`).join()}}`
    const brackets = `{"name":"x","q":${'['.repeat(bytes / 8)}${']'.repeat(bytes / 8)}}`
    for (const body of [keys, brackets]) {
      const answer = await asked.ana.send('POST', '/projects', { body })
      expect(answer).toMatchObject({ status: 422, body: { invalidParams: [{ name: 'body' }] } })
      expect(JSON.stringify(answer.body).length).toBeLessThan(1_000)
    }
    const many = `{${Array.from({ length: 500 }, (_, n) => `"flood${n}":1,"<b>${n}":1`).join()}}`
    const problem = await refused(() => asked.ana.send('POST', '/projects', { body: many }))
    expect(problem.invalidParams!.length).toBeLessThanOrEqual(20)
    expect(JSON.stringify(problem)).not.toContain('<b>')
    expect(bodyBoundsOf({ auth: 'public' }).bytes).toBeLessThanOrEqual(4_096)
  })

  eachRow(withBody, 3)('%s knows all its fields', async (_, contract) => {
    for (const name of ['surprise', '__proto__', 'constructor', 'ownerId']) {
      const text = JSON.stringify(BODIES[contract.id]).replace(/}$/, `,"${name}":{"isAdmin":true}}`)
      const problem = await sent(contract, text)
      expect(problem, name).toMatchObject({ status: 422, code: 'invalid_input' })
      expect(problem.invalidParams?.map((param) => param.name)).toContain(name)
    }
  })

  eachRow(withBody, 3)('%s names the field with the wrong type', async (_, contract) => {
    const wrongFor = (type: unknown): unknown[] =>
      type === 'string' ? [7, true, null, ['a'], { a: 1 }] : ['7', { a: 1 }, 'text', 1.5]
    const { properties } = z.toJSONSchema(contract.body!, { io: 'input', unrepresentable: 'any' }) as {
      properties: Record<string, { type?: unknown; anyOf?: Array<{ type?: unknown }> }>
    }
    for (const [name, { type: only, anyOf }] of Object.entries(properties)) {
      const types = anyOf?.map((one) => one.type)
      const type = types?.includes('integer') ? 'integer' : types?.includes('string') ? 'string' : only
      for (const value of wrongFor(type)) {
        if (value === null && anyOf !== undefined) continue
        const problem = await sent(contract, { ...BODIES[contract.id], [name]: value })
        expect(problem, `${name} = ${JSON.stringify(value)}`).toMatchObject({ status: 422, code: 'invalid_input' })
        expect(
          problem.invalidParams?.map((param) => param.name.split('.')[0]),
          `${name} = ${JSON.stringify(value)}`,
        ).toContain(name)
      }
      if (type !== 'string') continue
      const storable = await sent(contract, { ...BODIES[contract.id], [name]: 'NUL \0 inside' })
      expect(storable, `NUL in ${name}`).toMatchObject({ status: 422, invalidParams: [{ name }] })
      const half = await sent(
        contract,
        JSON.stringify({ ...BODIES[contract.id], [name]: 'HALF' }).replace('HALF', '\\ud800'),
      )
      expect(half, `half a surrogate pair in ${name}`).toMatchObject({ status: 422, invalidParams: [{ name }] })
    }
  })

  eachRow(withBody, 3)('%s ends at its limit', async (_, contract) => {
    const limit = bodyBoundsOf(contract).bytes
    const body = `{"padding":"${' '.repeat(limit)}"}`
    expect(await sent(contract, body)).toMatchObject({ status: 413, code: 'body_too_large' })
    expect(await sent(contract, body, { 'content-length': '10' }), 'whatever it claims').toMatchObject({ status: 413 })
    expect(await sent(contract, '{}', { 'content-length': String(limit + 1) }), 'already by its claim').toMatchObject({
      status: 413,
    })
  })
})

describe('the query', () => {
  const lists = all.filter(([, { query }]) => query !== undefined)
  it.each(lists)('%s', async (_, contract) => {
    const properties = Object.keys(
      (z.toJSONSchema(contract.query!, { io: 'input', unrepresentable: 'any' }) as { properties: object }).properties,
    )
    const wrong: Record<string, string[]> = {
      limit: ['0', '101', '-1', '1.5', 'many', '', '1e9'],
      cursor: ['not%20base64!', btoa('nonsense'), btoa('1.prj_x'), btoa("' or 1=1"), btoa('\0'), 'x'.repeat(201)],
      version: ['0', '-1', '1.5', 'latest', '99999999999'],
      from: ['-1', '1.5', 'first'],
      deleted: ['yes', '1', ''],
      status: ['done'],
    }
    for (const name of [...properties, 'surprise']) {
      for (const value of name === 'surprise' ? ['1'] : (wrong[name] ?? [])) {
        const problem = await refused(() => asked.ana.send(contract.method, `${address(contract)}?${name}=${value}`))
        expect(problem, `${name}=${value}`).toMatchObject({ status: 422, code: 'invalid_input' })
        expect(
          problem.invalidParams?.map((param) => param.name),
          `${name}=${value}`,
        ).toContain(name)
      }
    }
  })
})
