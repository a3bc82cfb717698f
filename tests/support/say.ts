import { createTranslator } from 'use-intl/core'
import { MESSAGES } from '@/messages/messages'

/** The English texts of one room, as a page says them: `say('settings')('title')`. */
export const say = <Room extends keyof typeof MESSAGES.en>(room: Room) =>
  createTranslator({ locale: 'en', messages: MESSAGES.en, namespace: room })
