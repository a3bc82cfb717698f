/* oxlint-disable react/no-array-index-key -- a text only grows at its end: a piece is known by its place */
import { useTranslations } from 'next-intl'
import { type Block, readMarkdown, readSpans } from './read-markdown'

/** Text with Markdown in it, as elements: whoever wrote it, no markup of theirs is ever inserted. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-3 text-sm leading-6 break-words">
      <Blocks blocks={readMarkdown(text)} />
    </div>
  )
}

function Blocks({ blocks }: { blocks: Block[] }) {
  return blocks.map((block, index) => <One key={index} block={block} />)
}

function One({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading': {
      // The page has its own headings above; these are parts of a message.
      const Tag = block.level < 3 ? 'h3' : 'h4'
      return (
        <Tag className="font-medium">
          <Spans text={block.text} />
        </Tag>
      )
    }
    case 'code':
      return <Code block={block} />
    case 'list':
      return <List block={block} />
    case 'table':
      return <Table block={block} />
    case 'rule':
      return <hr />
    case 'quote':
      return (
        <blockquote className="border-l-2 pl-3 whitespace-pre-wrap text-muted-foreground">
          <Spans text={block.text} />
        </blockquote>
      )
    case 'paragraph':
      return (
        <p className="whitespace-pre-wrap">
          <Spans text={block.text} />
        </p>
      )
  }
}

type Of<Kind extends Block['kind']> = { block: Extract<Block, { kind: Kind }> }

function Code({ block }: Of<'code'>) {
  const t = useTranslations('common.markdown')
  return (
    <pre
      tabIndex={0}
      aria-label={block.language === '' ? t('code') : t('codeIn', { language: block.language })}
      role="region"
      className="overflow-x-auto rounded-md border bg-surface px-3 py-2 font-mono text-xs leading-5"
    >
      <code>{block.text}</code>
    </pre>
  )
}

function List({ block }: Of<'list'>) {
  const Tag = block.isOrdered ? 'ol' : 'ul'
  return (
    <Tag
      {...(block.isOrdered ? { start: block.start } : {})}
      className={`flex flex-col gap-1 pl-5 ${block.isOrdered ? 'list-decimal' : 'list-disc'}`}
    >
      {block.items.map((item, index) => (
        <li key={index} className="marker:text-muted-foreground">
          <div className="flex flex-col gap-1.5">
            <Blocks blocks={item} />
          </div>
        </li>
      ))}
    </Tag>
  )
}

function Table({ block }: Of<'table'>) {
  const t = useTranslations('common.markdown')
  return (
    <div className="overflow-x-auto rounded-md border" tabIndex={0} role="region" aria-label={t('table')}>
      <table className="w-full text-left text-xs">
        <thead>
          <tr className="border-b bg-surface">
            {block.head.map((cell, index) => (
              <th key={index} scope="col" className="px-2.5 py-1.5 font-medium">
                <Spans text={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index} className="border-b last:border-b-0">
              {block.head.map((_, column) => (
                <td key={column} className="px-2.5 py-1.5 align-top">
                  <Spans text={row[column] ?? ''} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Spans({ text }: { text: string }) {
  return readSpans(text).map((span, index) => {
    switch (span.kind) {
      case 'code':
        return (
          <code key={index} className="rounded-sm bg-muted px-1 py-0.5 font-mono text-[0.85em]">
            {span.text}
          </code>
        )
      case 'strong':
        return (
          <strong key={index} className="font-semibold">
            {span.text}
          </strong>
        )
      case 'em':
        return <em key={index}>{span.text}</em>
      case 'link':
        return (
          <a
            key={index}
            href={span.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="underline underline-offset-4"
          >
            {span.text}
          </a>
        )
      case 'text':
        return span.text
    }
  })
}
