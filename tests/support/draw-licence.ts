import { fileURLToPath } from 'node:url'
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import type { Slip, SlipText } from '../worker/reading/draw-slip.ts'

const fonts = new URL('.', import.meta.resolve('@expo-google-fonts/noto-sans-sc/package.json'))
const fontOf = (weight: string) => fileURLToPath(new URL(`${weight}/NotoSansSC_${weight}.ttf`, fonts))
GlobalFonts.registerFromPath(fontOf('400Regular'), 'Licence')
GlobalFonts.registerFromPath(fontOf('700Bold'), 'Licence Bold')

/** What a licence says. */
export interface LicenceFacts {
  code: string
  name: string
  kind: string
  person: string
  capital: string
  registeredOn: string
  period: string
  address: string
  scope: string
}

export interface Licence extends Slip {
  title: string
  /** Where the authority's seal lies, and what is written round it. */
  seal?: { x: number; y: number; radius: number; text: string }
  /** Text across the whole paper. */
  watermark?: string
  hasQr?: boolean
}

/** Breaks a text as the forms do: after so many characters. */
function wrap(text: string, characters: number): string[] {
  const glyphs = [...text]
  const lines: string[] = []
  for (let at = 0; at < glyphs.length; at += characters) lines.push(glyphs.slice(at, at + characters).join(''))
  return lines
}

interface Field {
  label: string
  value: string
  /** Characters of a line. */
  wraps?: number
}

/** Labels in one column, values in the next; a value of several lines pushes what follows down. */
function column(fields: readonly Field[], at: { x: number; valueX: number; y: number; size: number; pitch: number }) {
  const texts: SlipText[] = []
  let y = at.y
  for (const { label, value, wraps = 99 } of fields) {
    texts.push({ x: at.x, y, text: label, size: at.size })
    for (const [index, line] of wrap(value, wraps).entries()) {
      if (index > 0) y += at.size * 1.45
      texts.push({ x: at.valueX, y, text: line, size: at.size })
    }
    y += at.pitch
  }
  return texts
}

/** The licence in use since 2019: landscape, two columns, code at the top left, QR code at the top right. */
export function landscapeLicence(facts: LicenceFacts, copy: '正本' | '副本' = '副本'): Licence {
  const left = column(
    [
      { label: '名　　称', value: facts.name, wraps: 20 },
      { label: '类　　型', value: facts.kind, wraps: 20 },
      { label: '法定代表人', value: facts.person },
      { label: '经营范围', value: facts.scope, wraps: 20 },
    ],
    { x: 150, valueX: 330, y: 470, size: 28, pitch: 68 },
  )
  const right = column(
    [
      { label: '注册资本', value: facts.capital },
      { label: '成立日期', value: facts.registeredOn },
      { label: '营业期限', value: facts.period },
      { label: '住　　所', value: facts.address, wraps: 15 },
    ],
    { x: 960, valueX: 1130, y: 470, size: 28, pitch: 68 },
  )
  return {
    title: '营业执照',
    width: 1680,
    height: 1180,
    hasQr: true,
    seal: { x: 1340, y: 960, radius: 110, text: '无锡市滨湖区行政审批局' },
    texts: [
      { x: 840, y: 230, text: '营 业 执 照', size: 78, align: 'middle' },
      { x: 840, y: 320, text: `(${copy})`, size: 30, align: 'middle' },
      { x: 150, y: 210, text: '统一社会信用代码', size: 24 },
      { x: 150, y: 250, text: facts.code, size: 28 },
      { x: 1150, y: 180, text: '编号 320211666202011230012', size: 18 },
      { x: 1380, y: 330, text: '扫描二维码登录', size: 15 },
      { x: 1380, y: 352, text: '“国家企业信用信息公示系统”', size: 15 },
      { x: 1380, y: 374, text: '了解更多登记、备案、许可、监管信息。', size: 15 },
      ...left,
      ...right,
      { x: 1130, y: 930, text: '登 记 机 关', size: 28 },
      { x: 1190, y: 1010, text: '2020 年 11 月 23 日', size: 26 },
      { x: 150, y: 1140, text: '国家企业信用信息公示系统网址：http://www.gsxt.gov.cn', size: 15 },
      { x: 1000, y: 1140, text: '市场主体应当于每年1月1日至6月30日报送公示年度报告', size: 15 },
    ],
  }
}

/** The portrait form of 2014 to 2019; before 2015 with a registration number. `centred` sets the code under the title. */
export function portraitLicence(
  facts: LicenceFacts,
  { codeLabel = '统一社会信用代码', spaced = true, more = [] as Field[] } = {},
): Licence {
  const rows = column(
    [
      { label: spaced ? '名　　　　称' : '名称', value: facts.name, wraps: 18 },
      { label: spaced ? '类　　　　型' : '类型', value: facts.kind, wraps: 18 },
      { label: spaced ? '住　　　　所' : '住所', value: facts.address, wraps: 18 },
      { label: '法定代表人', value: facts.person },
      { label: '注 册 资 本', value: facts.capital },
      { label: '成 立 日 期', value: facts.registeredOn },
      { label: '营 业 期 限', value: facts.period },
      { label: '经 营 范 围', value: facts.scope, wraps: 18 },
      ...more,
    ],
    { x: 190, valueX: 430, y: 480, size: 30, pitch: 66 },
  )
  return {
    title: '营业执照',
    width: 1180,
    height: 1640,
    seal: { x: 850, y: 1400, radius: 120, text: '宿迁市宿豫区市场监督管理局' },
    texts: [
      { x: 590, y: 230, text: '营 业 执 照', size: 84, align: 'middle' },
      { x: 590, y: 320, text: '(副 本)', size: 30, align: 'middle' },
      { x: 590, y: 385, text: `${codeLabel} ${facts.code}`, size: 28, align: 'middle' },
      { x: 900, y: 120, text: '编号 321311000201603180022', size: 18 },
      ...rows,
      { x: 560, y: 1380, text: '登记机关', size: 30 },
      { x: 640, y: 1450, text: '2016 年 3 月 18 日', size: 28 },
      { x: 190, y: 1590, text: '企业信用信息公示系统网址：www.jsgsj.gov.cn:58888/province', size: 18 },
    ],
  }
}

/** 事业单位法人证书 and the certificates of societies and private non-enterprise units: one column, small labels. */
export function certificate(
  title: string,
  rows: readonly Field[],
  code: string,
  seal: string,
  { codeBeside = true } = {},
): Licence {
  return {
    title,
    width: 1500,
    height: 1060,
    seal: { x: 1160, y: 850, radius: 105, text: seal },
    texts: [
      { x: 750, y: 160, text: title, size: 62, align: 'middle' },
      { x: 750, y: 230, text: '（副本）', size: 28, align: 'middle' },
      ...(codeBeside
        ? [{ x: 180, y: 310, text: `统一社会信用代码：${code}`, size: 28 }]
        : [
            { x: 1000, y: 280, text: '统一社会信用代码', size: 26 },
            { x: 1000, y: 325, text: code, size: 26 },
          ]),
      ...column(rows, { x: 180, valueX: 440, y: 390, size: 28, pitch: 58 }),
      { x: 960, y: 820, text: '登记管理机关', size: 28 },
      { x: 180, y: 1000, text: '国家事业单位登记管理局监制', size: 20 },
    ],
  }
}

/** The register's page on a phone: labels in grey, values beside or under them. */
export function registerPage(facts: LicenceFacts): Licence {
  const rows: [string, string][] = [
    ['统一社会信用代码', facts.code],
    ['企业名称', facts.name],
    ['法定代表人', facts.person],
    ['类型', facts.kind],
    ['成立日期', facts.registeredOn],
    ['注册资本', facts.capital],
    ['核准日期', '2021年06月08日'],
    ['登记机关', '江阴市行政审批局'],
    ['登记状态', '存续（在营、开业、在册）'],
    ['住所', facts.address],
  ]
  return {
    title: '',
    width: 1080,
    height: 1700,
    texts: [
      { x: 540, y: 90, text: '企业信息', size: 44, align: 'middle' },
      { x: 60, y: 210, text: facts.name, size: 44 },
      ...rows.flatMap(([label, value], index): SlipText[] => [
        { x: 60, y: 340 + index * 120, text: `${label}：`, size: 32 },
        ...wrap(value, 18).map((text, line) => ({ x: 380, y: 340 + index * 120 + line * 46, text, size: 32 })),
      ]),
    ],
  }
}

export interface Decoration {
  paper?: string
  ink?: string
  scale?: number
}

/** The licence as it comes from the printer: border, pattern, emblem, QR code, text, seal and watermark. */
export function drawLicence(
  licence: Licence,
  { paper = '#fbf7ea', ink = '#23201c', scale = 1 }: Decoration = {},
): Canvas {
  const canvas = createCanvas(Math.round(licence.width * scale), Math.round(licence.height * scale))
  const pen = canvas.getContext('2d')
  pen.scale(scale, scale)
  pen.fillStyle = paper
  pen.fillRect(0, 0, licence.width, licence.height)
  if (licence.title) drawPaper(pen, licence)
  pen.textBaseline = 'middle'
  pen.fillStyle = ink
  for (const { x, y, text, size = 24, align = 'left' } of licence.texts) {
    pen.font = `${size}px ${size > 50 ? '"Licence Bold"' : 'Licence'}`
    pen.textAlign = align === 'middle' ? 'center' : align
    pen.fillText(text, x, y)
  }
  if (licence.hasQr) drawQr(pen, 1400, 160, 140)
  if (licence.seal) drawSeal(pen, licence.seal)
  if (licence.watermark) drawWatermark(pen, licence)
  return canvas
}

function drawPaper(pen: SKRSContext2D, { width, height }: Licence): void {
  pen.strokeStyle = '#e9dfc0'
  pen.lineWidth = 1
  for (let y = 60; y < height - 60; y += 14) {
    pen.beginPath()
    for (let x = 60; x < width - 60; x += 6) pen.lineTo(x, y + 4 * Math.sin(x / 17 + y))
    pen.stroke()
  }
  pen.strokeStyle = '#b08a3c'
  pen.lineWidth = 10
  pen.strokeRect(40, 40, width - 80, height - 80)
  pen.lineWidth = 3
  pen.strokeRect(62, 62, width - 124, height - 124)
  pen.fillStyle = '#c9302c'
  pen.beginPath()
  pen.arc(width / 2, 115, 42, 0, Math.PI * 2)
  pen.fill()
}

function drawQr(pen: SKRSContext2D, x: number, y: number, size: number): void {
  const cells = 29
  const cell = size / cells
  let state = 5
  pen.fillStyle = '#222'
  for (let row = 0; row < cells; row++) {
    for (let at = 0; at < cells; at++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const inCorner = (row < 7 || row > cells - 8) && (at < 7 || at > cells - 8) && !(row > 20 && at > 20)
      if (inCorner ? row % 6 === 0 || at % 6 === 0 : state > 2 ** 31)
        pen.fillRect(x + at * cell, y + row * cell, cell, cell)
    }
  }
}

function drawSeal(pen: SKRSContext2D, { x, y, radius, text }: NonNullable<Licence['seal']>): void {
  pen.save()
  pen.translate(x, y)
  pen.globalAlpha = 0.75
  pen.strokeStyle = '#d02020'
  pen.fillStyle = '#d02020'
  pen.lineWidth = radius / 18
  pen.beginPath()
  pen.arc(0, 0, radius, 0, Math.PI * 2)
  pen.stroke()
  pen.textAlign = 'center'
  pen.font = `${radius * 0.8}px Licence`
  pen.fillText('★', 0, 0)
  pen.font = `${radius * 0.24}px Licence`
  const glyphs = [...text]
  for (const [index, glyph] of glyphs.entries()) {
    const angle = (index / (glyphs.length - 1) - 0.5) * Math.PI * 1.45
    pen.save()
    pen.rotate(angle)
    pen.fillText(glyph, 0, -radius * 0.78)
    pen.restore()
  }
  pen.restore()
}

function drawWatermark(pen: SKRSContext2D, { watermark = '', width, height }: Licence): void {
  pen.save()
  pen.globalAlpha = 0.22
  pen.fillStyle = '#555'
  pen.font = '44px Licence'
  pen.textAlign = 'left'
  for (let y = 0; y < height + 400; y += 260) {
    for (let x = -200; x < width; x += 700) {
      pen.save()
      pen.translate(x, y)
      pen.rotate(-0.45)
      pen.fillText(watermark, 0, 0)
      pen.restore()
    }
  }
  pen.restore()
}
