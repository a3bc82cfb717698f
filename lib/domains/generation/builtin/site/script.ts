/** `script.js` of a plain site: the menu on small screens, and finding a card by a word. Without it everything is there to read. */
export const SITE_SCRIPT = `const menu = document.querySelector('.menu')
const navigation = document.getElementById('navigation')
if (menu && navigation) {
  menu.hidden = false
  document.documentElement.classList.add('has-script')
  const show = (isOpen) => menu.setAttribute('aria-expanded', String(isOpen))
  menu.addEventListener('click', () => show(menu.getAttribute('aria-expanded') !== 'true'))
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.getAttribute('aria-expanded') !== 'true') return
    show(false)
    menu.focus()
  })
}

const filter = document.querySelector('.filter')
const field = document.getElementById('filter')
if (filter && field) {
  filter.hidden = false
  const none = filter.querySelector('.none')
  const cards = [...document.querySelectorAll('.card')]
  const plain = (text) => text.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase()
  filter.addEventListener('submit', (event) => event.preventDefault())
  field.addEventListener('input', () => {
    const wanted = plain(field.value.trim())
    for (const card of cards) card.hidden = !plain(card.textContent).includes(wanted)
    for (const section of document.querySelectorAll('.things')) section.hidden = !section.querySelector('.card:not([hidden])')
    none.textContent = cards.some((card) => !card.hidden) ? '' : none.dataset.none
  })
}
`
