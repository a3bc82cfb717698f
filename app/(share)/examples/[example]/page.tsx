import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ExamplePage } from '@/components/generation/examples/example-page'
import { TryExample } from '@/lib/domains/generation/contract'
import { exampleSentence } from '@/lib/domains/generation/open-example'
import { pageLocale } from '@/lib/web'

type Props = { params: Promise<{ example: string }> }

async function find({ params }: Props): Promise<TryExample | null> {
  const { success, data } = TryExample.safeParse((await params).example)
  return success ? data : null
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const example = await find(props)
  return example === null ? {} : { title: exampleSentence(example, await pageLocale()).title }
}

export default async function TryExamplePage(props: Props) {
  const example = await find(props)
  if (example === null) notFound()
  return <ExamplePage example={example} {...exampleSentence(example, await pageLocale())} />
}
