import type { Frame } from 'playwright'

/** Fills in what the form of a new recipe asks for, whatever its fields are, and sends it. */
export async function sendRecipe(form: Frame, title: string): Promise<void> {
  await form.locator('input[name="title"]').fill(title)
  for (const box of await form.locator('form:has(input[name="title"]) [required]').all()) {
    const [tag, type, value] = await box.evaluate((one: HTMLInputElement) => [one.tagName, one.type, one.value])
    if (value !== '') continue
    if (tag === 'SELECT') await box.selectOption({ index: 1 })
    else await box.fill(type === 'number' ? '4' : type === 'date' ? '2030-01-01' : 'Corn flour, water, cheese')
  }
  await form.locator('form:has(input[name="title"]) button[type="submit"]').last().click()
}
