import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { groupedInParts } from '../../../server/features/documents/words.ts'
import { coveredCharacters, missingCharacters } from '../../../server/platform/typesetting/covered-characters.ts'
import { drawCodes, qrCode, qrRuns } from '../../../server/platform/typesetting/qr-runs.ts'
import { inParts, mostWaiting, typeset, typesetParts } from '../../../server/platform/typesetting/typeset.ts'
import { readPdfText } from '../../support/read-pdf.ts'

const noto = path.dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'))
const rare = path.resolve('server/platform/typesetting/fonts')
const covers = (file: string) => coveredCharacters(readFileSync(file))
const fonts = [
  covers(path.join(noto, '400Regular/NotoSansSC_400Regular.ttf')),
  covers(path.join(rare, 'XueshiRareHan-Regular.ttf')),
]
const house = '#import "/page.typ": *\n#show: house.with(title: "t", running: "续页", foot: "页脚")\n'
const flat = (text: string | undefined) => (text ?? '').replace(/\s/g, '')

/** Real names' characters of the basic plane's end, of extensions A to G, and of what the fallback face adds. */
const rareNames = '㐂䶮𬴊㛃𬭎𫖮𣲗𬇙𤧛𪩘𬱖𬸪㭎㙍㳚龑喆堃翀𬬮𬍛𫟹𫚖𠅤𪨶𠮷𡋾𨭎𣇉𡵆𢫏〇'

test('what real names hold is in the faces, in both weights alike', () => {
  expect(missingCharacters(rareNames, fonts)).toEqual([])
  const bold = [
    covers(path.join(noto, '700Bold/NotoSansSC_700Bold.ttf')),
    covers(path.join(rare, 'XueshiRareHan-Bold.ttf')),
  ]
  for (const [index, regular] of fonts.entries()) expect(Buffer.compare(regular, bold[index] ?? regular)).toBe(0)
})

test('what no face has is known, each once; blanks, joiners and selectors draw nothing and lack nothing', () => {
  expect(missingCharacters('王𪚥𪚥小明 가 😀\u3000\u200d\ufe0f\u{e0100}\n', fonts)).toEqual(['𪚥', '가', '😀'])
  // Without its fallback the main face would lack 𠮷, so the fallback is what the test above is about.
  expect(missingCharacters('𠮷', fonts.slice(0, 1))).toEqual(['𠮷'])
})

test('all blocks that the documents promise: every character of CJK, extension A, and the common ones beyond', () => {
  const count = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).filter(
      (one) => missingCharacters(one, fonts).length === 0,
    ).length
  expect(count(0x4e00, 0x9fef)).toBe(0x9fef - 0x4e00 + 1)
  expect(count(0x3400, 0x4db5)).toBe(0x4db5 - 0x3400 + 1)
  expect(count(0x20000, 0x2a6df)).toBeGreaterThanOrEqual(2000)
})

test('rare characters come out of the text again, bold ones too; one that no face has is printed as its code, and said', async () => {
  const pdf = await typeset(`${house}#data.names #text(weight: "bold", data.names)`, { names: `${rareNames}王𪚥` })
  const [page] = await readPdfText(pdf)
  expect(flat(page)).toContain(`${rareNames}王U+2A6A5${rareNames}王U+2A6A5`)
  expect(flat(page)).toContain('请按证件手写补上')
  const [plain] = await readPdfText(await typeset(`${house}#data.names`, { names: rareNames }))
  expect(flat(plain)).not.toContain('请按证件手写补上')
})

test('what people typed is text, whatever it looks like', async () => {
  const typed = '#import "x" $a$ *b* \\ <l> @c _d_ `e` [f] // g /* h */ "'
  const [page] = await readPdfText(await typeset(`${house}#data.typed`, { typed }))
  expect(flat(page)).toContain(flat(typed))
})

test('parts are bound into one document: pages numbered through, the head on each, what the first and the last have only there', async () => {
  const template = `${house}
#if first-part [第一部分]
#listing(columns: (1fr,), align: (left,), head: ("姓名",), groups: data.groups)
#if last-part [完]`
  const lines = Array.from({ length: 250 }, (_, i) => ({ unit: i < 120 ? '甲所' : '乙所', row: [`学员${i}号`] }))
  const parts = groupedInParts(lines, 100).map((groups) => ({ groups }))
  const pages = await readPdfText(await typesetParts(template, parts))
  expect(pages.length).toBeGreaterThan(5)
  for (const [index, page] of pages.entries()) {
    expect(flat(page)).toContain(`第${index + 1}页，共${pages.length}页`)
    expect(flat(page)).toContain('姓名')
  }
  const all = flat(pages.join(''))
  for (let i = 0; i < 250; i++) expect(all).toContain(`学员${i}号`)
  expect(flat(pages[0])).toContain('第一部分')
  expect(all.split('第一部分')).toHaveLength(2)
  expect(flat(pages.at(-1))).toContain('完')
  // A unit that goes on in another part is named there again, with its whole number.
  expect(all).toContain('甲所（120人）')
  expect(all).toContain('甲所（120人，续）')
  // From the second page on each says what it belongs to.
  expect(flat(pages[0])).not.toContain('续页')
  for (const page of pages.slice(1)) expect(flat(page)).toContain('续页')
})

test('a list of nobody has its head and says so', async () => {
  const template = `${house}#listing(columns: (1fr,), align: (left,), head: ("姓名",), groups: data, none-words: "没有人员")`
  const [page] = await readPdfText(await typeset(template, groupedInParts([], 100)[0]))
  expect(flat(page)).toContain('姓名没有人员')
  expect(inParts([], 10)).toEqual([[]])
})

test('a code is one path of rectangles that covers each dark module once, whichever mask it was drawn with', () => {
  for (const quick of [false, true]) {
    const { size, path: drawn } = qrRuns('http://localhost:3000/attend/K7QX9M2TPB', quick)
    const rectangles = [...drawn.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z/g)]
    expect(rectangles.map(([whole]) => whole).join('')).toBe(drawn)
    const covered: string[] = []
    for (const [x = 0, y = 0, width = 0, height = 0, back = 0] of rectangles.map((one) => one.slice(1).map(Number))) {
      expect(back).toBe(width)
      for (let i = 0; i < width * height; i++) covered.push(`${x + (i % width)},${y + Math.floor(i / width)}`)
    }
    const { data } = encode('http://localhost:3000/attend/K7QX9M2TPB', {
      ecc: 'M',
      border: 0,
      ...(quick ? { maskPattern: 3 } : {}),
    })
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x},${y}`] : [])))
    expect(covered.toSorted()).toEqual(dark.toSorted())
    expect(size).toBe(29)
  }
})

test('codes are drawn wherever they stand in the data, and nothing else is touched', () => {
  const data = { a: [{ code: qrCode('x') }, 'qrText'], b: { qrText: 5 } }
  expect(JSON.parse(drawCodes(JSON.stringify(data), false))).toEqual({
    a: [{ code: qrRuns('x') }, 'qrText'],
    b: { qrText: 5 },
  })
  const plain = JSON.stringify({ a: 1 })
  expect(drawCodes(plain, false)).toBe(plain)
})

test('a fault of a template is an error, and the next document is set all the same', async () => {
  await expect(typeset('#nonsense(', {})).rejects.toThrow()
  expect(await readPdfText(await typeset(`${house}好`, {}))).toHaveLength(1)
})

test('when too many wait the next one is refused at once, and those that wait are all set', async () => {
  const jobs = Array.from({ length: mostWaiting + 4 }, (_, i) =>
    typeset(`${house}#data.words`, { words: `第${i}份` }).then(
      () => 'set',
      (error: { code?: string }) => error.code,
    ),
  )
  const ends = await Promise.all(jobs)
  // One is with the thread, so many wait behind it.
  expect(ends.slice(0, mostWaiting + 1)).toEqual(Array(mostWaiting + 1).fill('set'))
  expect(ends.slice(mostWaiting + 1)).toEqual(['printingBusy', 'printingBusy', 'printingBusy'])
})
