/**
 * Hours 学时 are integer hundredths (30.00 学时 = 3000): `3000` -> `30.00`. Negative hours are corrections.
 */
export function formatHours(hundredths: number): string {
  const whole = Math.trunc(Math.abs(hundredths) / 100)
  return `${hundredths < 0 ? '-' : ''}${whole}.${String(Math.abs(hundredths) % 100).padStart(2, '0')}`
}
