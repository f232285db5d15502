import { createSignal } from 'solid-js'
import { expect, test } from 'vitest'
import type { Fen } from '../../server/core/money.ts'
import { AmountInput } from '../../web/components/amount-input.tsx'
import { Checkbox } from '../../web/components/checkbox.tsx'
import { CodeInput } from '../../web/components/code-input.tsx'
import { Field } from '../../web/components/field.tsx'
import { PasswordInput } from '../../web/components/password-input.tsx'
import { RadioGroup } from '../../web/components/radio-group.tsx'
import { Select } from '../../web/components/select.tsx'
import { TextInput } from '../../web/components/text-input.tsx'
import { find, show, type } from './show.ts'

test('a field ties label, error and input together, and the error goes when it is repaired', () => {
  const [error, setError] = createSignal<string | null>('只有 10 位，少 1 位')
  const place = show(() => (
    <Field label="手机号" hint="11 位" error={error()} required>
      <TextInput value="1381234567" onInput={() => {}} />
    </Field>
  ))
  const input = find<HTMLInputElement>(place, 'input')
  expect(find<HTMLLabelElement>(place, 'label').htmlFor).toBe(input.id)
  expect(input.getAttribute('aria-invalid')).toBe('true')
  expect(input.getAttribute('aria-required')).toBe('true')
  const note = () => place.querySelector(`#${CSS.escape(input.getAttribute('aria-describedby') ?? '')}`)?.textContent
  expect(note()).toBe('只有 10 位，少 1 位')
  setError(null)
  expect(input.getAttribute('aria-invalid')).toBeNull()
  expect(note()).toBe('11 位')
})

test('an amount is fen outside and stays as typed inside until the person leaves', () => {
  const [amount, setAmount] = createSignal<Fen | null>(null)
  const typed: string[] = []
  const place = show(() => (
    <AmountInput
      value={amount()}
      onChange={(value, text) => {
        setAmount(value)
        typed.push(text)
      }}
    />
  ))
  const input = find<HTMLInputElement>(place, 'input')
  type(input, '3200.5')
  expect(amount()).toBe(320_050)
  expect(input.value).toBe('3200.5')
  input.dispatchEvent(new FocusEvent('blur'))
  expect(input.value).toBe('3,200.50')
  type(input, '3200.555')
  expect(amount()).toBeNull()
  expect(typed.at(-1)).toBe('3200.555')
  input.dispatchEvent(new FocusEvent('blur'))
  expect(input.value).toBe('3200.555')
  setAmount(100_000 as Fen)
  expect(input.value).toBe('1,000.00')
})

test('a code is grouped while it is typed, and its value has no blanks', () => {
  const [code, setCode] = createSignal('')
  const place = show(() => <CodeInput value={code()} onInput={setCode} groups={[4]} maxLength={18} />)
  const input = find<HTMLInputElement>(place, 'input')
  type(input, '9132 0302ma1x４k7t03')
  expect(code()).toBe('91320302MA1X4K7T03')
  expect(input.value).toBe('9132 0302 MA1X 4K7T 03')
  type(input, `${input.value}99`)
  expect(code()).toBe('91320302MA1X4K7T03')
})

test('deleting the blank between two groups deletes the character before it', () => {
  const [code, setCode] = createSignal('ABCDEF')
  const place = show(() => <CodeInput value={code()} onInput={setCode} groups={[4]} />)
  const input = find<HTMLInputElement>(place, 'input')
  expect(input.value).toBe('ABCD EF')
  input.value = 'ABCDEF'
  input.setSelectionRange(4, 4)
  input.dispatchEvent(new InputEvent('input', { bubbles: true }))
  expect(code()).toBe('ABCEF')
  expect(input.value).toBe('ABCE F')
})

test('the wrong character of a code is marked at its grouped place', () => {
  const place = show(() => (
    <CodeInput value="91320302MA1X4K7TO3" onInput={() => {}} groups={[4]} marks={[{ from: 16, to: 17 }]} />
  ))
  expect(find(place, 'mark').textContent).toBe('O')
})

test('a password can be looked at and hidden again', () => {
  const place = show(() => <PasswordInput value="秘密" onInput={() => {}} autocomplete="current-password" />)
  const input = find<HTMLInputElement>(place, 'input')
  const button = find<HTMLButtonElement>(place, 'button')
  expect(input.type).toBe('password')
  button.click()
  expect(input.type).toBe('text')
  expect(button.getAttribute('aria-label')).toBe('隐藏密码')
  button.click()
  expect(input.type).toBe('password')
})

test('the phone has the system picker, with nothing chosen until somebody chooses', () => {
  const [value, setValue] = createSignal<string | null>(null)
  const place = show(() => (
    <Select
      value={value()}
      onChange={setValue}
      choices={[
        { value: 'a', label: '普通' },
        { value: 'b', label: '专用' },
      ]}
    />
  ))
  const select = find<HTMLSelectElement>(place, 'select')
  expect(select.selectedOptions[0]?.textContent).toBe('请选择')
  select.value = 'b'
  select.dispatchEvent(new Event('change', { bubbles: true }))
  expect(value()).toBe('b')
  expect([...select.options].map((option) => option.textContent)).toEqual(['普通', '专用'])
})

test('a group of radios is labelled by its field', () => {
  const place = show(() => (
    <Field label="发票类型">
      <RadioGroup value={'a'} onChange={() => {}} choices={[{ value: 'a', label: '普通' }]} />
    </Field>
  ))
  const group = find(place, '[role="radiogroup"]')
  expect(place.querySelector(`#${CSS.escape(group.getAttribute('aria-labelledby') ?? '')}`)?.textContent).toBe(
    '发票类型',
  )
})

test('a tick for some of many is neither on nor off', () => {
  const place = show(() => <Checkbox aria-label="全选" checked={false} indeterminate onChange={() => {}} />)
  expect(find<HTMLInputElement>(place, 'input').indeterminate).toBe(true)
})
