import { describe, expect, it } from 'vitest'
import { memoryFiles } from '@/lib/supabase-local/storage/files'

describe('files in memory', () => {
  it('are as many as fit, and what is taken away or written over makes room', async () => {
    const files = memoryFiles(10)
    await files.put('a', new Uint8Array(6))
    await expect(files.put('b', new Uint8Array(5))).rejects.toThrow('full')
    await files.put('a', new Uint8Array(9))
    await files.put('b', new Uint8Array(1))
    await files.remove('a')
    await files.remove('none')
    await files.put('c', new Uint8Array(9))
    expect((await files.get('c'))?.length).toBe(9)
    expect(await files.get('a')).toBeNull()
  })
})
