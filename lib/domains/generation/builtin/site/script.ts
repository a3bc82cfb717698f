/** `script.js` of a plain site: the menu on small screens. Without it everything is there to read. */
export const SITE_SCRIPT = `const menu = document.querySelector('.menu')
const navigation = document.getElementById('navigation')
if (menu && navigation) {
  menu.hidden = false
  document.documentElement.classList.add('has-script')
  const show = (isOpen) => menu.setAttribute('aria-expanded', String(isOpen))
  menu.addEventListener('click', () => show(menu.getAttribute('aria-expanded') !== 'true'))
  navigation.addEventListener('click', () => show(false))
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.getAttribute('aria-expanded') !== 'true') return
    show(false)
    menu.focus()
  })
}
`
