/** Hours 学时 are integer hundredths: 30.00 学时 = 3000. */
export type HourHundredths = number & { readonly __unit: 'hour/100' }

/** `3000` -> `30.00` */
export function formatHours(hours: HourHundredths): string {
  return `${hours < 0 ? '-' : ''}${Math.trunc(Math.abs(hours) / 100)}.${(Math.abs(hours) % 100).toString().padStart(2, '0')}`
}
