import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { TemplatePage } from '@/components/generation/templates/template-page'
import type { Template } from '@/lib/domains/generation/contract'
import { findTemplate } from '@/lib/domains/generation/list-templates'
import { pageLocale } from '@/lib/web'

type Props = { params: Promise<{ template: string }> }

const find = async ({ params }: Props): Promise<Template | null> =>
  findTemplate((await params).template, await pageLocale())

export async function generateMetadata(props: Props): Promise<Metadata> {
  const template = await find(props)
  return template === null ? {} : { title: template.name }
}

export default async function TryTemplatePage(props: Props) {
  const template = await find(props)
  if (template === null) notFound()
  return <TemplatePage {...template} />
}
