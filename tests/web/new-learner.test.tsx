import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { Suspense } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LearnerView } from '../../server/features/learners/learners.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import { Button } from '../../web/components/button.tsx'
import { createNewLearner, type NewLearner } from '../../web/features/learners/create-new-learner.ts'
import { goOnWord, NewLearnerForm, newLearnerFormId } from '../../web/features/learners/new-learner-form.tsx'
import { type Answers, answerWith, data, refusal } from './api-answers.ts'
import { department, learnerRow, learnerView, organisation, tree } from './people-samples.ts'
import { field, find, settle, show, submit, type } from './show.ts'

const idNumber = '11010519491231002X'
const row = learnerRow(1)
let answers: Answers
let calls: ReturnType<typeof answerWith>
let done: LearnerView[]

beforeEach(() => {
  done = []
  answers = {
    'learners.lookUp': () => data({ known: false }),
    'learners.create': () => data(learnerView(row)),
  }
})

afterEach(() => {
  vi.unstubAllGlobals()
})

function openForm(): HTMLElement {
  calls = answerWith(answers)
  const Page = () => {
    const form: NewLearner = createNewLearner(
      () => organisation.id,
      (learner) => done.push(learner),
    )
    return (
      <>
        <NewLearnerForm form={form} units={tree} base="/learners" />
        <Button type="submit" form={newLearnerFormId}>
          {goOnWord(form)}
        </Button>
      </>
    )
  }
  const history = createMemoryHistory()
  history.set({ value: '/learners/new' })
  return show(() => (
    <QueryClientProvider client={createQueryClient()}>
      <MemoryRouter history={history} root={(props) => <Suspense>{props.children}</Suspense>}>
        <Route path="/learners/new" component={Page} />
      </MemoryRouter>
    </QueryClientProvider>
  ))
}

/** Sends the present step, and waits for what comes of it. */
async function goOn(place: HTMLElement): Promise<void> {
  submit(place)
  for (let turn = 0; turn < 5; turn++) await settle()
}

async function lookUp(place: HTMLElement, typed = idNumber): Promise<void> {
  type(field(place, '证件号码').input, typed)
  await goOn(place)
}

const asked = (path: string) => calls.filter((call) => call.path === path).map((call) => call.input)
const word = (place: HTMLElement) => find(place, 'button[type=submit]').textContent

test.each([
  ['', '请输入证件号码。'],
  ['1101051949123100', '身份证号是 18 位'],
  ['110105194902310023', '不是一个真实的出生日期'],
  ['110105194912310021', '最后一位校验不对'],
])('a number that cannot be one is refused under its field and never sent: "%s"', async (typed, sentence) => {
  const place = openForm()
  await lookUp(place, typed)
  const { input, error } = field(place, '证件号码')
  expect(error()).toContain(sentence)
  expect(input.getAttribute('aria-invalid')).toBe('true')
  expect(calls).toEqual([])
  expect(word(place)).toBe('下一步')
})

test('somebody unknown: what is missing is said under its field, then they are added to the chosen unit', async () => {
  const place = openForm()
  await lookUp(place, '110105 19491231 002x')
  expect(asked('learners.lookUp')).toEqual([{ idType: 'residentId', idNumber }])
  expect(word(place)).toBe('添加')

  type(field(place, '手机').input, '1390000')
  type(field(place, '邮箱').input, 'wang@')
  await goOn(place)
  expect(field(place, '姓名').error()).toBe('请填姓名。')
  expect(field(place, '手机').error()).toContain('11 位')
  expect(field(place, '邮箱').error()).toContain('name@example.com')
  expect(document.activeElement).toBe(field(place, '姓名').input)
  expect(asked('learners.create')).toEqual([])

  type(field(place, '姓名').input, ' 王芳 ')
  type(field(place, '手机').input, '')
  type(field(place, '邮箱').input, 'wang@example.com')
  expect(field(place, '姓名').error()).toBe('')
  await goOn(place)
  expect(asked('learners.create')).toMatchObject([
    {
      organisationId: organisation.id,
      idType: 'residentId',
      idNumber,
      name: '王芳',
      mobile: '',
      email: 'wang@example.com',
    },
  ])
  expect(done.map(({ id }) => id)).toEqual([row.id])
})

test('what the server refuses is said in its sentence, and the form keeps what was typed', async () => {
  answers['learners.create'] = () => refusal('conflict')
  const place = openForm()
  await lookUp(place)
  type(field(place, '姓名').input, '王芳')
  await goOn(place)
  expect(find(place, '[role=alert]').textContent).not.toBe('')
  expect(field(place, '姓名').input.value).toBe('王芳')
  expect(done).toEqual([])
})

test('sent again after a lost answer it is the same person; refused as another one, it gets a number of its own', async () => {
  answers['learners.create'] = () => refusal('idempotencyKeyReused')
  const place = openForm()
  await lookUp(place)
  type(field(place, '姓名').input, '王芳')
  await goOn(place)
  answers['learners.create'] = () => refusal('conflict')
  await goOn(place)
  await goOn(place)
  const [first, second, third] = asked('learners.create').map(({ id }) => id)
  expect(second).not.toBe(first)
  expect(third).toBe(second)
})

test('somebody of the own organisation is not added again but shown', async () => {
  answers['learners.lookUp'] = () => data({ known: true, elsewhere: false, learner: row })
  const place = openForm()
  await lookUp(place)
  expect(place.textContent).toContain(`${row.name} 已经在${department.name}`)
  expect(find(place, 'a').getAttribute('href')).toBe(`/learners/${row.id}`)
  expect(word(place)).toBe('再添加一个')
  await goOn(place)
  expect(field(place, '证件号码').input.value).toBe('')
  expect(word(place)).toBe('下一步')
})

test('somebody of another organisation comes over only after name and mobile have proven that they are known', async () => {
  const expiresAt = '2026-05-08T02:10:00.000Z'
  const { name, idType, idNumberMasked, mobile, email, education, enabled } = row
  answers['learners.lookUp'] = () => data({ known: true, elsewhere: true })
  answers['learners.prove'] = () => refusal('learnerNotProven')
  answers['learners.transfer'] = () => data(learnerView(row))
  const place = openForm()
  await lookUp(place)
  // Nothing about them is said yet.
  expect(place.textContent).not.toContain(name)
  await goOn(place)
  expect(field(place, '姓名').error()).toBe('请填姓名。')
  expect(asked('learners.prove')).toEqual([])

  type(field(place, '姓名').input, '欧阳小')
  await goOn(place)
  expect(field(place, '手机').error()).toBe('请填本人的手机号。')
  expect(document.activeElement).toBe(field(place, '手机').input)
  expect(asked('learners.prove')).toEqual([])

  type(field(place, '手机').input, ' 13900000001 ')
  await goOn(place)
  expect(asked('learners.prove')).toEqual([{ idNumber, name: '欧阳小', mobile: '13900000001' }])
  expect(find(place, '[role=alert]').textContent).not.toBe('')

  answers['learners.prove'] = () =>
    data({ proof: 'a proof', expiresAt, learner: { name, idType, idNumberMasked, mobile, email, education, enabled } })
  type(field(place, '姓名').input, name)
  await goOn(place)
  expect(place.textContent).toContain(`找到了：${name}`)
  type(field(place, '岗位').input, '检测员')
  await goOn(place)
  expect(asked('learners.transfer')).toEqual([{ proof: 'a proof', organisationId: organisation.id, post: '检测员' }])
  expect(done).toHaveLength(1)
  expect(asked('learners.create')).toEqual([])
})
