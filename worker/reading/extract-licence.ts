import type { LicenceReading } from '../../server/features/registrations/licence-reading.schema.ts'
import { type FlatLine, flattenPage } from './fields/flat-page.ts'
import { findCreditCode } from './licence/find-credit-code.ts'
import {
  findCapital,
  findDay,
  findKind,
  findName,
  findOldCode,
  findPeriod,
  findPerson,
  findText,
} from './licence/find-facts.ts'
import { cutCells } from './licence/licence-cells.ts'
import type { LicenceLabel } from './licence/licence-labels.ts'
import { valuesOf } from './licence/licence-values.ts'
import type { TextPage } from './text-line.ts'

/**
 * PURE: the fields of a business licence, or of the certificates that institutions and societies have instead, from the
 * text that stands on it: by what labels mean and where values stand to them. What the paper does not show is null.
 */
export function extractLicence(page: TextPage): LicenceReading['fields'] {
  const cells = cutCells(withoutWatermarks(flattenPage(page), page))
  const values = valuesOf(cells)
  const of = (meaning: LicenceLabel) =>
    [...values]
      .filter(([cell]) => cell.meaning === meaning)
      .map(([cell, { piece, whole }]) => ({ label: cell.piece, value: piece, whole }))
  const period = findPeriod(of('validUntil'))
  return {
    creditCode: findCreditCode(cells) ?? findOldCode(of('organisationCode'), of('registrationNo')),
    name: findName(of('name'), cells),
    kind: findKind(of('kind')),
    legalRepresentative: findPerson(of('legalRepresentative')),
    registeredCapital: findCapital(of('capital')),
    registeredOn: findDay(of('registeredOn')),
    validFrom: period.from,
    validUntil: period.until,
    address: findText(of('address')),
  }
}

/** Text that runs across the paper (仅供培训报名使用) is not part of it. */
function withoutWatermarks(lines: readonly FlatLine[], page: TextPage): FlatLine[] {
  const slopeOf = ({ quad }: FlatLine) => {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = quad
    return Math.atan2((y1 - y0) * page.height, (x1 - x0) * page.width)
  }
  const long = lines.filter((line) => line.right - line.left > 4 * line.height)
  const slopes = long.map(slopeOf).sort((a, b) => a - b)
  const typical = slopes[slopes.length >> 1] ?? 0
  return lines.filter((line) => !long.includes(line) || Math.abs(slopeOf(line) - typical) < 0.14)
}
