/**
 * Hours 学时 are integer hundredths (30.00 学时 = 3000): `3000` -> `30.00`. Negative hours are corrections.
 */
export function formatHours(hundredths: number): string {
  const whole = Math.trunc(Math.abs(hundredths) / 100)
  return `${hundredths < 0 ? '-' : ''}${whole}.${String(Math.abs(hundredths) % 100).padStart(2, '0')}`
}

/** Hundredths of an hour: more than any one training has. */
export const mostHoursOfOne = 100_000
/** The most people that one form records hours for. */
export const mostPeopleOfForm = 500
/** The most records of hours that are ticked one by one. */
export const mostTickedHours = 1000
