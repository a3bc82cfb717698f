import type { Adaptation } from '../../../integrations/models/port'

const count = (tokens: number): string => tokens.toLocaleString('en')

/** One sentence about how a model was asked otherwise than usual, and what one can do about it. */
export function sayAdaptation(adaptation: Adaptation): string {
  switch (adaptation.what) {
    case 'instructions':
      return 'This model takes no system prompt: its instructions stand in the first message. Nothing to do.'
    case 'alternates':
      return 'This model wants question and answer in turns: messages were joined. Nothing to do.'
    case 'stream':
      return 'This server gives no stream: an answer is shown when it is whole, so waiting shows less. Nothing to do.'
    case 'images':
      return 'This model takes no pictures: they were left out. Choose a model that sees, if they matter.'
    case 'parameter':
      return `This model takes no ${adaptation.name}: it was left out. Nothing to do.`
    case 'output-limit':
      return `This model answers ${count(adaptation.tokens)} tokens at most: longer files come in several answers. Raise the limit at the server, if you can.`
    case 'context':
      return `This model reads ${count(adaptation.tokens)} tokens at most: less of the project is sent. Give it a larger context at the server, if you can.`
    case 'format':
      return adaptation.format === 'json_object'
        ? 'This server cannot hold an answer to a schema: JSON was asked for, and checked here. Nothing to do.'
        : 'This server cannot hold an answer to a format: it was asked for in words, and checked here. Nothing to do.'
  }
}
