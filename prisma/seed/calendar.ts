import type { CalendarEntry } from '../../server/features/centre/centre.schema.ts'

/**
 * Holidays and made-up working days of mainland China as 国务院办公厅 published them: 2025 on 2024-11-12
 * (国办发明电〔2024〕12号), 2026 on 2025-11-04 (国办发明电〔2025〕7号). A year that is not published yet has no rows: until a
 * system admin enters it, Monday to Friday are worked.
 */
const published: readonly { name: string; off: readonly [first: string, last: string]; worked: readonly string[] }[] = [
  { name: '元旦', off: ['2025-01-01', '2025-01-01'], worked: [] },
  { name: '春节', off: ['2025-01-28', '2025-02-04'], worked: ['2025-01-26', '2025-02-08'] },
  { name: '清明节', off: ['2025-04-04', '2025-04-06'], worked: [] },
  { name: '劳动节', off: ['2025-05-01', '2025-05-05'], worked: ['2025-04-27'] },
  { name: '端午节', off: ['2025-05-31', '2025-06-02'], worked: [] },
  { name: '国庆节、中秋节', off: ['2025-10-01', '2025-10-08'], worked: ['2025-09-28', '2025-10-11'] },
  { name: '元旦', off: ['2026-01-01', '2026-01-03'], worked: ['2026-01-04'] },
  { name: '春节', off: ['2026-02-15', '2026-02-23'], worked: ['2026-02-14', '2026-02-28'] },
  { name: '清明节', off: ['2026-04-04', '2026-04-06'], worked: [] },
  { name: '劳动节', off: ['2026-05-01', '2026-05-05'], worked: ['2026-05-09'] },
  { name: '端午节', off: ['2026-06-19', '2026-06-21'], worked: [] },
  { name: '中秋节', off: ['2026-09-25', '2026-09-27'], worked: [] },
  { name: '国庆节', off: ['2026-10-01', '2026-10-07'], worked: ['2026-09-20', '2026-10-10'] },
]

export const calendarDays: readonly CalendarEntry[] = published.flatMap(({ name, off: [first, last], worked }) => [
  ...daysFrom(first, last).map((day) => ({ day, kind: 'holiday' as const, name })),
  ...worked.map((day) => ({ day, kind: 'workday' as const, name: `${name}调休` })),
])

function daysFrom(first: string, last: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
