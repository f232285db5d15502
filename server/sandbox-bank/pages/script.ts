/** What the pages do beyond forms; they work without it, only the clock stands still. */
export const script = `
'use strict'
for (const place of document.querySelectorAll('[data-until]')) {
  const ahead = Date.parse(place.dataset.now) - Date.now()
  const until = Date.parse(place.dataset.until)
  const shown = place.querySelector('[data-left]')
  const two = (value) => String(value).padStart(2, '0')
  const show = () => {
    const left = Math.max(0, Math.ceil((until - Date.now() - ahead) / 1000))
    shown.textContent = two(Math.floor(left / 60)) + ':' + two(left % 60)
    place.classList.toggle('short', left <= 60)
    return left
  }
  if (show() > 0) {
    const timer = setInterval(() => {
      if (show() > 0) return
      clearInterval(timer)
      if (place.dataset.stays === undefined) setTimeout(() => location.replace(location.pathname), 500)
    }, 250)
  }
}
for (const button of document.querySelectorAll('[data-fill]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    const values = JSON.parse(button.dataset.fill)
    for (const [name, value] of Object.entries(values)) {
      const input = document.getElementById(name)
      if (input) input.value = value
    }
    const next = document.querySelector('.card form > button')
    if (next) next.focus()
  })
}
const dialog = document.querySelector('dialog')
if (dialog) {
  const openAtOnce = dialog.open
  dialog.close()
  const show = () => {
    dialog.showModal()
    const input = dialog.querySelector('input:not([type=hidden])')
    if (input) input.focus()
  }
  for (const opener of document.querySelectorAll('[data-opens]'))
    opener.addEventListener('click', (event) => {
      event.preventDefault()
      show()
    })
  for (const closer of dialog.querySelectorAll('[data-closes]'))
    closer.addEventListener('click', (event) => {
      event.preventDefault()
      dialog.close()
    })
  if (openAtOnce) show()
}
if (document.querySelector('[data-reload]')) setTimeout(() => location.reload(), 2000)
// The same payment is not sent twice by a double tap; the bank would take it once anyway.
for (const form of document.querySelectorAll('form'))
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent !== undefined) event.preventDefault()
    form.dataset.sent = ''
  })
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
})
const wrong = document.querySelector('[aria-invalid]')
if (wrong) wrong.focus()
`
