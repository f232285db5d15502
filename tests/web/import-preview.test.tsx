import { QueryClientProvider } from '@tanstack/solid-query'
import { For, type JSX, Show, Suspense } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ImportRow, ImportView } from '../../server/features/imports/imports.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import { Button } from '../../web/components/button.tsx'
import { createImport, type OpenImport } from '../../web/features/imports/create-import.ts'
import { ImportRowForm } from '../../web/features/imports/import-row-form.tsx'
import { createCommit, ImportStatus } from '../../web/features/imports/import-status.tsx'
import { type Answers, answerWith, data, refusal } from './api-answers.ts'
import { previewed, wrongRows } from './people-samples.ts'
import { field, find, show, submit, type } from './show.ts'

let answers: Answers
let calls: ReturnType<typeof answerWith>
let now: ImportView

beforeEach(() => {
  vi.useFakeTimers()
  now = previewed
  answers = {
    'imports.get': () => data(now),
    'imports.fixRow': ({ row }) =>
      data({
        version: 4,
        counts: now.counts,
        corrected: 1,
        rows: wrongRows.filter((one) => one.row === row).map((one) => ({ ...one, outcome: 'new', issues: [] })),
      }),
  }
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const arrive = () => vi.advanceTimersByTimeAsync(50)
const asked = (path: string) => calls.filter((call) => call.path === path).map((call) => call.input)

async function open(part: (one: () => ImportView, open: OpenImport) => JSX.Element): Promise<HTMLElement> {
  calls = answerWith(answers)
  const Page = () => {
    const opened = createImport(() => previewed.id)
    return <Show when={opened.query.isSuccess && opened.query.data}>{(one) => part(one, opened)}</Show>
  }
  const place = show(() => (
    <QueryClientProvider client={createQueryClient()}>
      <Suspense>
        <Page />
      </Suspense>
    </QueryClientProvider>
  ))
  await arrive()
  return place
}

const rowOf = (number: number): ImportRow => {
  const row = wrongRows.find((one) => one.row === number)
  if (!row) throw new Error(`no row ${number}`)
  return row
}
const openRow = (number: number) =>
  open((one, opened) => <ImportRowForm one={one()} row={rowOf(number)} open={opened} />)

const openTwoRows = () =>
  open((one, opened) => (
    <For each={[rowOf(9), rowOf(37)]}>
      {(row) => (
        <section data-number={row.row}>
          <ImportRowForm one={one()} row={row} open={opened} />
        </section>
      )}
    </For>
  ))

function pressed(place: ParentNode, name: string): void {
  const button = [...place.querySelectorAll('button')].find((one) => one.textContent?.trim() === name)
  if (!button) throw new Error(`no button ${name}`)
  button.click()
}

test('of a wrong row the wrong cell alone is shown, with the wrong character marked and the reason under it', async () => {
  const place = await openRow(9)
  expect(place.querySelectorAll('input')).toHaveLength(1)
  const { input, error } = field(place, '身份证号')
  expect(input.value).toBe('32O411198512121116')
  expect([...place.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['O'])
  expect(error()).toContain('第 3 位')
  expect(place.querySelector('button[type=submit]')).toBeNull()

  type(input, '320411198512121116')
  expect(place.querySelector('mark')).toBeNull()
  expect(place.querySelector('button[type=submit]')).not.toBeNull()
})

test('a repair is one tap; the next correction is made on the version that the first one led to', async () => {
  const place = await openTwoRows()
  pressed(place, '改成 320411198512121116')
  await arrive()
  const { id } = previewed
  expect(asked('imports.fixRow')).toEqual([{ id, version: 3, row: 9, values: { idNumber: '320411198512121116' } }])

  type(field(place, '所属部门').input, '检测一部')
  submit(find(place, '[data-number="37"]'))
  await arrive()
  expect(asked('imports.fixRow')[1]).toEqual({ id, version: 4, row: 37, values: { department: '检测一部' } })
  expect(asked('imports.fixRow')).toHaveLength(2)
})

test('the same repair for all rows like it is asked for by its reason, not row by row', async () => {
  answers['imports.repairAlike'] = () => data({ version: 4, counts: now.counts, corrected: 3, rows: [] })
  const place = await openRow(38)
  pressed(place, '同样的 3 行一起改')
  await arrive()
  const { id } = previewed
  expect(asked('imports.repairAlike')).toEqual([{ id, version: 3, code: 'departmentUnknown', field: 'department' }])
  // Only one row has this: there is nothing to repair together.
  expect((await openRow(9)).textContent).not.toContain('一起改')
})

test('a correction that somebody else was faster with says so under its own row, and the next one is made on their version', async () => {
  answers['imports.fixRow'] = () => refusal('conflict')
  const place = await openTwoRows()
  const first = find(place, '[data-number="9"]')
  now = { ...previewed, version: 7 }
  pressed(first, '改成 320411198512121116')
  await arrive()
  expect(find(first, '[role=alert]').textContent).not.toBe('')
  expect(find(place, '[data-number="37"]').querySelector('[role=alert]')).toBeNull()
  submit(first)
  await arrive()
  expect(asked('imports.fixRow').map(({ version }) => version)).toEqual([3, 7])
})

test('a row that cannot be corrected here says that it stays out, and asks for nothing', async () => {
  const place = await openRow(84)
  expect(place.querySelectorAll('input')).toHaveLength(0)
  expect(place.textContent).toContain('第 7 行')
  expect(place.textContent).toContain('这一行改不了，就不会导入')
})

const openCommit = () =>
  open((one, opened) => {
    const commit = createCommit(one, opened)
    return (
      <>
        <Button disabled={commit.blocked()} onClick={commit.run}>
          {commit.text()}
        </Button>
        <input
          type="checkbox"
          checked={commit.all()}
          onChange={(event) => commit.setAll(event.currentTarget.checked)}
        />
        <p>{commit.note()}</p>
      </>
    )
  })

function tick(place: HTMLElement): void {
  const box = find<HTMLInputElement>(place, 'input')
  box.checked = !box.checked
  box.dispatchEvent(new Event('change', { bubbles: true }))
}

test('the good rows go while the wrong ones wait; all or nothing waits for all of them', async () => {
  answers['imports.commit'] = () => data({ id: previewed.id, state: 'committing', version: 5 })
  const place = await openCommit()
  const button = find<HTMLButtonElement>(place, 'button')
  expect(button.textContent).toBe('导入 292 行')
  expect(find(place, 'p').textContent).toContain('有错的 5 行不会导入')
  tick(place)
  expect(button.disabled).toBe(true)
  expect(find(place, 'p').textContent).toContain('还有 5 行有错')
  tick(place)
  button.click()
  await arrive()
  expect(asked('imports.commit')).toEqual([{ id: previewed.id, version: 3, mode: 'goodOnly' }])
})

test('with nothing wrong, all or nothing is what is asked for where it was ticked', async () => {
  answers['imports.commit'] = () => data({ id: previewed.id, state: 'committing', version: 5 })
  now = { ...previewed, counts: { ...previewed.counts, error: 0 } }
  const place = await openCommit()
  expect(find(place, 'p').textContent).toBe('')
  tick(place)
  find<HTMLButtonElement>(place, 'button').click()
  await arrive()
  expect(asked('imports.commit')).toMatchObject([{ mode: 'allOrNothing' }])
})

test.each([
  [{ error: 0 }, '0 处变化'],
  [{ error: 5 }, '有错的 5 行改好了才能导入'],
])('where there is nothing to write the button is off and it says why: %o', async (counts, sentence) => {
  now = { ...previewed, canCommit: false, counts: { ...previewed.counts, new: 0, changed: 0, ...counts } }
  const place = await openCommit()
  expect(find<HTMLButtonElement>(place, 'button').disabled).toBe(true)
  expect(find(place, 'p').textContent).toContain(sentence)
})

test('an import is followed while the worker has it, and left alone when it waits for a person', async () => {
  now = { ...previewed, state: 'reading', rowsDone: 0, rowsTotal: null }
  const place = await open((one, opened) => <ImportStatus one={one()} open={opened} base="/imports" />)
  expect(place.textContent).toContain('正在读表格')
  // Nobody knows yet how many there are: words, and no bar that stands at nothing.
  expect(place.querySelector('[role=progressbar]')).toBeNull()

  now = { ...now, rowsDone: 100, rowsTotal: 300 }
  await vi.advanceTimersByTimeAsync(1_000)
  expect(find(place, '[role=progressbar]').getAttribute('aria-valuenow')).toBe('33')

  now = previewed
  await vi.advanceTimersByTimeAsync(1_000)
  expect(place.querySelector('[role=progressbar]')).toBeNull()
  const askedSoFar = asked('imports.get').length
  expect(askedSoFar).toBeGreaterThan(2)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked('imports.get')).toHaveLength(askedSoFar)
})

test('a commit is followed to its end, and says what was written and what was not', async () => {
  answers['imports.commit'] = () => {
    now = { ...previewed, state: 'committing', version: 5 }
    return data({ id: previewed.id, state: 'committing', version: 5 })
  }
  const place = await open((one, opened) => {
    const commit = createCommit(one, opened)
    return (
      <>
        <ImportStatus one={one()} open={opened} base="/imports" />
        <button type="button" onClick={commit.run}>
          go
        </button>
      </>
    )
  })
  pressed(place, 'go')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(place.textContent).toContain('正在写入')
  now = { ...now, state: 'committed', result: { created: 290, updated: 2, committedAt: previewed.createdAt } }
  await vi.advanceTimersByTimeAsync(1_000)
  expect(place.textContent).toContain('新增 290 人，更新 2 人，3 行没有变化')
  expect(place.textContent).toContain('还有 5 行有错，没有导入')
})
