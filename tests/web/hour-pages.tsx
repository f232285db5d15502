import type { Component } from 'solid-js'
import { afterEach, beforeEach, vi } from 'vitest'
import DeskHoursPage from '../../web/features/hours/desk-hours-page.tsx'
import HoursPage from '../../web/features/hours/hours-page.tsx'
import { createAnswers, data } from './answers.ts'
import { deskReviewer } from './desk-enrolment-answers.ts'
import { hourAnswers } from './hour-samples.ts'
import { learnerRow, organisationAdmin } from './people-samples.ts'
import { showPage } from './show-page.tsx'

/** The pages about hours for the tests of one file: what the server says to them, and a clock that stands still. */
export function createHourPages() {
  const { answers, inputsOf, calls } = createAnswers()

  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
      now: new Date('2026-05-08T02:00:00Z'),
    })
    localStorage.clear()
    for (const [path, answer] of Object.entries(hourAnswers)) answers[path] = (input) => data(answer(input))
    answers['accounts.me'] = () => data(organisationAdmin)
    answers['learners.list'] = () => data({ rows: [learnerRow(1), learnerRow(2), learnerRow(3)], nextCursor: null })
  })
  afterEach(async () => {
    await vi.advanceTimersByTimeAsync(60_000)
    vi.useRealTimers()
  })
  const soon = async () => {
    for (let turn = 0; turn < 6; turn++) await vi.advanceTimersByTimeAsync(50)
  }
  const words = (element: Element) => element.textContent ?? ''

  async function open(address: string, path: string, component: Component, me = deskReviewer): Promise<HTMLElement> {
    const { place } = showPage(address, { [path]: component, '*': () => <p>{'elsewhere'}</p> }, me)
    // The parts of a page that come in chunks of their own.
    await vi.dynamicImportSettled()
    await soon()
    return place
  }
  const button = (place: HTMLElement, word: string) => {
    const found = [...place.querySelectorAll('button')].find((one) => words(one).includes(word))
    if (!found) throw new Error(`there is no button ${word}`)
    return found
  }
  const openHours = (address = '/hours') => open(address, '/hours/:id?', HoursPage)
  const openDesk = (address = '/desk/hours', me = deskReviewer) => open(address, '/desk/hours/:id?', DeskHoursPage, me)
  return { answers, calls, inputsOf, open, openHours, openDesk, button, soon, words }
}
