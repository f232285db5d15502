// Before the first paint: the chosen theme and language, so that nothing flashes. A file, not an inline script, so that
// the content security policy needs no exception.
;(() => {
  const root = document.documentElement
  let theme = null
  let language = null
  try {
    theme = localStorage.getItem('xueshi.theme')
    language = localStorage.getItem('xueshi.language')
  } catch {
    // Storage refused: the system's theme and Chinese.
  }
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.theme = dark ? 'dark' : 'light'
  if (language === 'en') root.lang = 'en'
})()
