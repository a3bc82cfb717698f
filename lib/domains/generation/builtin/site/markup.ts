/** Small pieces of HTML. */
export const escape = (value: string): string =>
  value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
export const indent = (block: string, by: number): string => block.replace(/^(?=.)/gm, ' '.repeat(by))
export const mailLink = (address: string): string => `<a href="mailto:${escape(address)}">${escape(address)}</a>`
export const phoneLink = (phone: string): string =>
  `<a href="tel:${escape(phone.replace(/[^\d+]/g, ''))}">${escape(phone)}</a>`
