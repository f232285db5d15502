import { shanghaiDay } from '../../core/working-time.ts'
import type { FormFacts } from '../enrolments/load-forms.ts'
import type { Attender } from './attendance.schema.ts'

/** Somebody can be ticked on a day of an offline plan, from its first to its last, once they are confirmed. */
export function obstacleOf(
  form: Pick<FormFacts, 'state' | 'planMode' | 'startsAt' | 'endsAt'>,
  now: Date,
): Attender['obstacle'] {
  if (form.state !== 'confirmed') return 'notConfirmed'
  if (form.planMode !== 'offline') return 'online'
  const today = shanghaiDay(now)
  return today < shanghaiDay(form.startsAt) || today > shanghaiDay(form.endsAt) ? 'notToday' : null
}
