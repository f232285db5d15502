import { createSignal } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BulkBar } from '../../web/components/bulk-bar.tsx'
import { DataTable } from '../../web/components/data-table.tsx'
import { activeKeys, createKeys } from '../../web/components/keys.ts'
import { SearchBox } from '../../web/components/search-box.tsx'
import { showToast, ToastRegion } from '../../web/components/toast.tsx'
import { find, press, settle, show, type } from './show.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] }))
afterEach(() => {
  if (vi.isFakeTimers()) vi.runAllTimers()
  vi.useRealTimers()
})

const rows = ['甲公司', '乙公司', '丙公司', '丁公司'].map((name, index) => ({ id: String(index), name }))

function table() {
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set<string>())
  const opened: string[] = []
  const place = show(() => (
    <DataTable
      label="凭证"
      rows={rows}
      rowKey={(row) => row.id}
      rowName={(row) => row.name}
      columns={[{ id: 'name', header: '单位', cell: (row) => row.name }]}
      ticked={ticked()}
      onTick={setTicked}
      onOpen={(row) => opened.push(row.name)}
      pageKeys
    />
  ))
  const row = (index: number) => find(place, `[data-row="${index}"]`)
  return { place, ticked, opened, row }
}

test('J and K move through the rows, X ticks, Enter opens', async () => {
  const { row, ticked, opened } = table()
  press('j')
  await Promise.resolve()
  expect(document.activeElement).toBe(row(0))
  press('j')
  await Promise.resolve()
  press('x')
  expect([...ticked()]).toEqual(['1'])
  press('Enter', row(1))
  expect(opened).toEqual(['乙公司'])
  press('k')
  await Promise.resolve()
  expect(document.activeElement).toBe(row(0))
})

test('exactly one row can be reached by Tab, and it is the one that had the focus', () => {
  const { place, row } = table()
  row(2).focus()
  expect([...place.querySelectorAll('tbody tr')].map((one) => one.getAttribute('tabindex'))).toEqual([
    '-1',
    '-1',
    '0',
    '-1',
  ])
})

test('Shift and Space tick everything from the last tick on', () => {
  const { row, ticked } = table()
  press(' ', row(0))
  press(' ', row(3), { shiftKey: true })
  expect([...ticked()].sort()).toEqual(['0', '1', '2', '3'])
})

test('the tick in the head ticks all and clears all', () => {
  const { place, ticked } = table()
  const head = find<HTMLInputElement>(place, 'thead input')
  head.click()
  expect(ticked().size).toBe(4)
  head.click()
  expect(ticked().size).toBe(0)
})

test('shortcuts rest while somebody types, composes Chinese, or holds Ctrl', () => {
  const run = vi.fn()
  const place = show(() => {
    createKeys(() => [{ key: 'A', label: '通过', run }])
    return <input />
  })
  press('a', find(place, 'input'))
  press('a', document.body, { ctrlKey: true })
  press('a', document.body, { isComposing: true })
  expect(run).not.toHaveBeenCalled()
  press('a')
  expect(run).toHaveBeenCalledOnce()
})

test('the part that was opened last takes the key, and gives it back', () => {
  const calls: string[] = []
  const [inner, setInner] = createSignal(true)
  const Inner = () => {
    createKeys(() => [{ key: 'Esc', label: '关', run: () => calls.push('inner') }])
    return null
  }
  show(() => {
    createKeys(() => [{ key: 'Esc', label: '返回', run: () => calls.push('outer') }])
    return <>{inner() ? <Inner /> : null}</>
  })
  press('Escape')
  expect(activeKeys().filter((binding) => binding.key === 'Esc')).toHaveLength(1)
  setInner(false)
  press('Escape')
  expect(calls).toEqual(['inner', 'outer'])
})

test('Shift and a letter is another key than the letter', () => {
  const calls: string[] = []
  show(() => {
    createKeys(() => [
      { key: 'A', label: '通过', run: () => calls.push('A') },
      { key: 'Shift A', label: '一起通过', run: () => calls.push('Shift A') },
    ])
    return null
  })
  press('A', document.body, { shiftKey: true })
  press('a')
  expect(calls).toEqual(['Shift A', 'A'])
})

test('a decision can be undone by Z for ten seconds, then the toast is gone', async () => {
  const undo = vi.fn()
  const place = show(() => <ToastRegion />)
  showToast({ text: '已驳回 1 张', undo })
  expect(find(place, '.toast-text').textContent).toBe('已驳回 1 张')
  vi.advanceTimersByTime(9_500)
  press('z')
  expect(undo).toHaveBeenCalledOnce()
  expect(place.querySelector('.toast')).toBeNull()
  showToast({ text: '已通过 1 张', undo })
  vi.advanceTimersByTime(10_300)
  expect(place.querySelector('.toast')).toBeNull()
  press('z')
  expect(undo).toHaveBeenCalledOnce()
})

test('an undo that came too late says so', async () => {
  const place = show(() => <ToastRegion />)
  showToast({ text: '已通过', undo: () => Promise.reject(new Error('late')) })
  press('z')
  await vi.advanceTimersByTimeAsync(1)
  expect(find(place, '.toast-text').textContent).toBe('没能撤销，已经生效了')
})

test('the bulk bar is there only while something is ticked, and Esc clears', () => {
  const [count, setCount] = createSignal(0)
  const place = show(() => (
    <BulkBar count={count()} onClear={() => setCount(0)}>
      {null}
    </BulkBar>
  ))
  expect(place.querySelector('.bulk-bar')).toBeNull()
  setCount(21)
  expect(find(place, '.bulk-bar-text').textContent).toBe('已勾 21 项')
  press('Escape')
  expect(place.querySelector('.bulk-bar')).toBeNull()
})

test('the search asks after a pause, at once with Enter, and / goes to it', () => {
  const asked: string[] = []
  const [value, setValue] = createSignal('')
  const place = show(() => (
    <SearchBox
      placeholder="订单号"
      value={value()}
      onSearch={(text) => {
        asked.push(text)
        setValue(text)
      }}
    />
  ))
  const input = find<HTMLInputElement>(place, 'input')
  press('/')
  expect(document.activeElement).toBe(input)
  type(input, 'PX')
  type(input, 'PX26')
  expect(asked).toEqual([])
  vi.advanceTimersByTime(300)
  expect(asked).toEqual(['PX26'])
  type(input, 'PX26M4T')
  press('Enter', input)
  expect(asked).toEqual(['PX26', 'PX26M4T'])
})

test('a very long table keeps only the rows near the window in the document', async () => {
  vi.useRealTimers()
  const many = Array.from({ length: 5000 }, (_, index) => ({ id: String(index), name: `第 ${index} 行` }))
  const place = show(() => (
    <DataTable
      label="行"
      rows={many}
      rowKey={(row) => row.id}
      rowName={(row) => row.name}
      columns={[{ id: 'name', header: '行', cell: (row) => row.name }]}
    />
  ))
  await settle()
  const inDocument = place.querySelectorAll('[data-row]').length
  expect(inDocument).toBeGreaterThan(0)
  expect(inDocument).toBeLessThan(200)
  expect(find(place, 'table').getAttribute('aria-rowcount')).toBe('5001')
})
