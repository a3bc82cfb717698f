import type { Step } from '../../../../spec/scenario'
import type { Field } from '../../../../spec/contract'
import { limitsOf } from '../../database/limits'
import { isColour } from '../../frontend/entity/values'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel, isRating, type Model } from '../../frontend/model'

/** How the generated pages show a value ("in_progress" becomes "In progress"); the same rule as their `humanize`. */
export function shown(value: string): string {
  if (!/^[a-z0-9_-]+$/.test(value)) return value.charAt(0).toUpperCase() + value.slice(1)
  const words = value.replace(/[_-]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What is typed into a field, and what stands on the page of the row then; `sees` is empty where nothing can be read. */
export type Typed = { steps: Step[]; sees: Step[] }

/** Numbers that differ from each other and from what else stands on a page. */
const FIRST_NUMBER = 41
/** Days, too: what begins, ends later. */
export const MONTH = '2031-03'
const FIRST_DAY = 14
const DAYS = 15

/** Counts the words that are made up in every run, and the numbers. */
export class Values {
  private words = 0
  private numbers = FIRST_NUMBER
  private days = 0

  word(): string {
    this.words += 1
    return `#${this.words}`
  }

  private number(field: Field): number {
    const { min = 0, max = 9_999 } = limitsOf(field)
    const number = this.numbers++
    return number >= min && number <= max ? number : Math.round((min + max) / 2)
  }

  private day(): string {
    return `${MONTH}-${FIRST_DAY + (this.days++ % DAYS)}`
  }

  /** Null for what cannot be typed: a link to another row is chosen elsewhere. */
  of(model: Model, one: EntityModel, field: Field, beside: string | null): Typed | null {
    const label = fieldLabel(field)
    const at = beside === null ? {} : { beside }
    const fill = (value: string, text: string | null): Typed => ({
      steps: [{ do: 'fill', label, value, ...at }],
      sees: text === null ? [] : [{ do: 'see', text }],
    })
    if (isRating(field))
      return {
        steps: [{ do: 'choose', label, option: `4 ${model.copy.starsOf}`, ...at }],
        sees: [{ do: 'see', text: `4 ${model.copy.starsOf}` }],
      }
    if (isColour(field)) return fill('#ab34cd', '#ab34cd')
    switch (field.type) {
      case 'text':
      case 'longtext': {
        const word = this.word()
        return fill(word, word)
      }
      case 'email': {
        const address = `${this.word()}@example.com`
        return fill(address, address)
      }
      case 'url':
      case 'file': {
        const word = this.word()
        return fill(`https://example.com/${word}`, `example.com/${word}`)
      }
      // A picture is seen, not read.
      case 'image':
        return fill(`https://example.com/${this.word()}.png`, null)
      case 'integer':
      case 'number': {
        const number = String(this.number(field))
        return fill(number, field.unit === undefined ? number : `${number} ${field.unit}`)
      }
      case 'money': {
        const number = this.number(field)
        return fill(`${number}.50`, model.copy.lang === 'es' ? `${number},50` : `${number}.50`)
      }
      case 'boolean':
        return { steps: [{ do: 'tick', label, ...at }], sees: [{ do: 'see', text: model.copy.yes, beside: label }] }
      case 'date':
      case 'datetime': {
        const day = this.day()
        return fill(field.type === 'date' ? day : `${day}T10:30`, dayIn(model, day))
      }
      case 'enum':
        return this.choice(one, field, at)
      case 'json':
        return fill('{"a":1}', null)
      case 'reference':
        return null
    }
  }

  private choice(one: EntityModel, field: Field, at: { beside?: string }): Typed {
    // A state begins with the first step of its life.
    const value = (field === one.state ? field.values?.[0] : field.values?.at(-1)) ?? ''
    return {
      steps: [{ do: 'choose', label: fieldLabel(field), option: shown(value), ...at }],
      sees: [{ do: 'see', text: shown(value) }],
    }
  }
}

/** The day as the pages write it. */
const dayIn = (model: Model, day: string): string =>
  new Intl.DateTimeFormat(model.copy.intl, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day))
