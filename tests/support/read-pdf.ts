import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** The text of each page, as a reader copies it. */
export async function readPdfText(pdf: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 })
  const opened = await task.promise
  const pages: string[] = []
  for (let number = 1; number <= opened.numPages; number++) {
    const page = await opened.getPage(number)
    const { items } = await page.getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''))
  }
  await task.destroy()
  return pages
}

/** The names of the faces that a document is set in, without the mark of what was left out of each. */
export async function facesOfPdf(pdf: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, fontExtraProperties: true })
  const opened = await task.promise
  const faces = new Set<string>()
  for (let number = 1; number <= opened.numPages; number++) {
    const page = await opened.getPage(number)
    const { fnArray, argsArray } = await page.getOperatorList()
    for (const [at, operator] of fnArray.entries()) {
      if (operator !== OPS.setFont) continue
      const font = page.commonObjs.get(argsArray[at][0]) as { name: string }
      faces.add(font.name.replace(/^[A-Z]{6}\+/, ''))
    }
  }
  await task.destroy()
  return [...faces]
}
