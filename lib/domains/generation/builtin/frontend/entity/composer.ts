import type { ProjectFile } from '../../../agents/agent'
import type { Field } from '../../../../spec/contract'
import { attribute, code, quote } from '../../code'
import { type Symbols, sourceFile } from '../imports'
import type { EntityModel, Model } from '../model'
import { componentsOf } from '../symbols'

const ROOM = /conversation|channel|room|thread|chat|group|project|conversaci|canal|sala|hilo|grupo|proyecto/

/** The conversation that messages belong to, when they belong to one. */
export function roomOf(messages: EntityModel): { field: Field; target: EntityModel } | null {
  for (const { field, target } of messages.references) {
    if (target !== 'person' && (field.required === true || ROOM.test(target.entity.table))) return { field, target }
  }
  return null
}

/** `message-composer.tsx`: one box and one button. */
export function composerFile(model: Model, one: EntityModel, symbols: Symbols): ProjectFile | null {
  if (one.body === null) return null
  const { names, body } = one
  const { copy } = model
  const room = roomOf(one)
  const source = code`
    type Props = {
      ${room && '/** The conversation to write into. */\nroom: string'}
      /** Where to be after sending. */
      returnTo: string
    }

    export function ${names.pascal}Composer({ ${room && 'room, '}returnTo }: Props) {
      const [state, action, pending] = useActionState(create${names.pascal}, emptyFormState)
      return (
        <FormFrame action={action} state={state}>
          <input type="hidden" name="return_to" value={returnTo} />
          ${room && '<input type="hidden" name="' + room.field.column + '" value={room} />'}
          <TextareaField name="${body.column}" label=${attribute(copy.writeMessage)} error={state.errors.${body.column}} required rows={3} defaultValue={state.values.${body.column} ?? ''} />
          <div>
            <Button disabled={pending}>{pending ? ${quote(copy.sending)} : ${quote(copy.send)}}</Button>
          </div>
        </FormFrame>
      )
    }
  `
  const file = componentsOf(names).find(([name]) => name === names.pascal + 'Composer')?.[1] ?? names.slug
  return sourceFile('components/' + names.slug + '/' + file + '.tsx', source, symbols, { client: true })
}
