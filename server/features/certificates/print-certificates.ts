import { readFile } from 'node:fs/promises'
import type { AccountActor } from '../../core/actor.ts'
import { formatHours } from '../../core/hours.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { qrRuns } from '../../platform/typesetting/qr-runs.ts'
import { typeset } from '../../platform/typesetting/typeset.ts'
import { certificateFileName, groupCertificateCode } from './certificates.rules.ts'
import type { CertificateRecord } from './certificates.store.ts'
import { loadCertificate } from './load-certificate.ts'
import { checkUrlOf } from './tell-of-certificates.ts'

const template = readFile(new URL('./certificate.typ', import.meta.url), 'utf8')

/** 证书 as a PDF, to look at and to print. A revoked one says so across the page. Throws `notFound`, `printingBusy`. */
export async function printCertificate(
  deps: Pick<Deps, 'db' | 'settings'>,
  actor: AccountActor,
  id: string,
): Promise<{ readonly pdf: Uint8Array; readonly name: string }> {
  const certificate = await loadCertificate(deps, actor, id)
  return { pdf: await setCertificate(deps, certificate), name: certificateFileName(certificate) }
}

/** Sets it from its row and nothing else: the same certificate is the same file whenever it is asked for. */
export async function setCertificate(
  deps: Pick<Deps, 'settings'>,
  certificate: CertificateRecord,
): Promise<Uint8Array> {
  return typeset(await template, sayingsOf(deps, certificate))
}

/** What the template prints. Certificates are Chinese in either language. */
function sayingsOf(deps: Pick<Deps, 'settings'>, certificate: CertificateRecord): unknown {
  const { linkBase } = deps.settings
  const { title, centreName, number, learnerName, year, planName, planNumber, publisher, code, revokedAt } = certificate
  return {
    title,
    centre: centreName,
    number,
    name: learnerName,
    idNumber: certificate.idNumberMasked,
    year,
    plan: planName,
    planNumber,
    publisher,
    hours: formatHours(certificate.hours),
    compulsory: formatHours(certificate.compulsoryHours),
    elective: formatHours(certificate.electiveHours),
    codeGroups: groupCertificateCode(code).split(' '),
    checkPage: `${linkBase.replace(/^https?:\/\//, '')}/check`,
    issuedOn: partsOf(certificate.issuedOn),
    issuedInWords: inWords(certificate.issuedOn),
    qr: qrRuns(checkUrlOf(deps, code)),
    revoked: revokedAt && `已于 ${inWords(shanghaiDay(revokedAt))}作废`,
  }
}

function partsOf(day: string): { year: number; month: number; day: number } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return { year, month, day: date }
}

/** `2026-11-02` -> `2026 年 11 月 2 日` */
function inWords(text: string): string {
  const { year, month, day } = partsOf(text)
  return `${year} 年 ${month} 月 ${day} 日`
}
