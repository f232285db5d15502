import { expect, test } from 'vitest'
import { diffCharacters } from '../../web/components/diff-characters.ts'

test('equal texts are one piece, an empty text none', () => {
  expect(diffCharacters('昆明高新区', '昆明高新区')).toEqual([{ kind: 'same', text: '昆明高新区' }])
  expect(diffCharacters('', '')).toEqual([])
})

test('an extra character is marked where it stands, and the other side shows the gap', () => {
  expect(diffCharacters('昆明市高新区', '昆明高新区')).toEqual([
    { kind: 'same', text: '昆明' },
    { kind: 'extra', text: '市' },
    { kind: 'same', text: '高新区' },
  ])
  expect(diffCharacters('昆明高新区', '昆明市高新区')).toEqual([
    { kind: 'same', text: '昆明' },
    { kind: 'gap', text: '' },
    { kind: 'same', text: '高新区' },
  ])
})

test('a replaced character is marked on both sides without a gap beside it', () => {
  expect(diffCharacters('第三实验室', '第三试验室')).toEqual([
    { kind: 'same', text: '第三' },
    { kind: 'extra', text: '实' },
    { kind: 'same', text: '验室' },
  ])
  expect(diffCharacters('第三试验室', '第三实验室').map((piece) => piece.kind)).toEqual(['same', 'extra', 'same'])
})

test('a branch at the end is one marked run', () => {
  expect(diffCharacters('中正检测有限公司第二分公司', '中正检测有限公司')).toEqual([
    { kind: 'same', text: '中正检测有限公司' },
    { kind: 'extra', text: '第二分公司' },
  ])
})

test('rare characters beyond the BMP stay whole', () => {
  const pieces = diffCharacters('𠮷田公司', '吉田公司')
  expect(pieces[0]).toEqual({ kind: 'extra', text: '𠮷' })
})

test('what is kept is exactly the text, whatever is compared', () => {
  const texts = ['', '人民币壹万捌仟元整', '18,000.00', '昆明市高新区中正商品混凝土有限责任公司', '公司昆明中正', 'ABC']
  for (const text of texts) {
    for (const other of texts) {
      const pieces = diffCharacters(text, other)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      const same = pieces.filter((piece) => piece.kind === 'same').map((piece) => piece.text)
      let at = 0
      for (const character of same.join('')) {
        at = other.indexOf(character, at) + 1
        expect(at).toBeGreaterThan(0)
      }
    }
  }
})

test('texts too long to be compared are marked as wholes', () => {
  const long = '字'.repeat(5000)
  expect(diffCharacters(`${long}甲`, long)).toEqual([{ kind: 'extra', text: `${long}甲` }])
})
