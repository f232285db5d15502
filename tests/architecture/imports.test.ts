import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/**
 * The direction of imports, read off the import lines: what may know of what. A refusal says why, so that whoever meets it
 * knows where the code belongs instead.
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

type Import = { from: string; to: string; typeOnly: boolean }

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(generated|dist|node_modules)\//.test(file))
}

const importLine =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm

function importsOf(file: string, text = readFileSync(path.join(root, file), 'utf8')): Import[] {
  return [...text.matchAll(importLine)].map((match) => {
    const target = match[2] ?? match[3] ?? ''
    const to = target.startsWith('.') ? path.normalize(path.join(path.dirname(file), target)) : target
    return { from: file, to, typeOnly: match[1] !== undefined }
  })
}

const isPackage = (target: string) => !/^(server|worker|web|prisma|tests)\//.test(target)
const featureOf = (file: string) => /^server\/features\/([^/]+)\//.exec(file)?.[1]
const sandboxOf = (file: string) => /^server\/sandbox-(bank|tax|parts)\//.exec(file)?.[1]
const roleOf = (file: string) => /\.(schema|rules|words|store|queues|router)\.ts$/.exec(file)?.[1]
const isPure = (file: string) => ['schema', 'rules', 'words'].includes(roleOf(file) ?? '')

type Rule = { why: string; applies: (file: string) => boolean; refuses: (one: Import) => boolean }

const heavyPackages = /^(sharp|onnxruntime-node|@gutenye\/|pdfjs-dist|@napi-rs\/canvas|heic-decode)/

const spreadsheetPackages = /^(exceljs|hucre|xlsx|fflate)$/
const spreadsheetEntrances = /\/(table|open-table|sheet-to-write|write-table|mark-errors)\.ts$/

const rules: Rule[] = [
  {
    why: 'core, schemas, rules and words are pure: they run in the browser and in plain tests. I/O belongs in a use-case, a store or the platform.',
    applies: (file) => file.startsWith('server/core/') || isPure(file),
    refuses: ({ to, typeOnly }) => {
      if (to === 'zod' || to.startsWith('server/core/')) return false
      if (isPure(to)) return false
      // A type leaves nothing behind when it is compiled.
      return !(typeOnly && (to.startsWith('prisma/generated/') || featureOf(to) !== undefined))
    },
  },
  {
    why: 'a store is the only Prisma access to its noun and decides nothing: it knows the database, core and its own rules.',
    applies: (file) => roleOf(file) === 'store',
    refuses: ({ from, to }) =>
      !(
        isPackage(to) ||
        to.startsWith('server/core/') ||
        to.startsWith('prisma/generated/') ||
        ['server/platform/database.ts', 'server/platform/audit-log.ts'].includes(to) ||
        featureOf(to) === featureOf(from) ||
        roleOf(to) === 'schema'
      ),
  },
  {
    why: "another feature's tables are reached through its use-cases, never through its store.",
    applies: (file) => featureOf(file) !== undefined,
    refuses: ({ from, to }) => roleOf(to) === 'store' && featureOf(to) !== featureOf(from),
  },
  {
    why: 'features know nothing of HTTP: routers declare procedures, server/http serves files, and both call use-cases.',
    applies: (file) => featureOf(file) !== undefined && roleOf(file) !== 'router',
    refuses: ({ to, typeOnly }) =>
      !typeOnly &&
      (to === 'hono' ||
        to.startsWith('hono/') ||
        to.startsWith('@trpc/') ||
        to.startsWith('server/trpc/') ||
        to.startsWith('server/http/')),
  },
  {
    why: 'the platform makes no business decisions, so it knows no feature (all-queues.ts lists their queues).',
    applies: (file) => file.startsWith('server/platform/') && file !== 'server/platform/all-queues.ts',
    refuses: ({ to }) => featureOf(to) !== undefined || to.startsWith('server/trpc/') || to.startsWith('server/http/'),
  },
  {
    why: 'the server answers people: pictures, OCR and PDF pages are work for worker/photo and worker/reading, passed into use-cases as functions.',
    applies: (file) => !/^(worker\/(photo|reading)|tests)\//.test(file),
    refuses: ({ to }) => heavyPackages.test(to),
  },
  {
    why: 'the server does not know the worker: what it wants done it sends as a job.',
    applies: (file) => file.startsWith('server/'),
    refuses: ({ to }) => to.startsWith('worker/') || to.startsWith('web/') || to.startsWith('tests/'),
  },
  {
    why: 'the sandbox bank and the sandbox tax service are programs of their own, as real ones are: of ours they know core alone.',
    applies: (file) => sandboxOf(file) !== undefined,
    refuses: ({ from, to }) =>
      !isPackage(to) &&
      !to.startsWith('server/core/') &&
      sandboxOf(to) !== 'parts' &&
      sandboxOf(to) !== sandboxOf(from),
  },
  {
    why: 'a sandbox is reached over HTTP with signatures, like any gateway: its provider repeats nothing of its code.',
    applies: (file) => sandboxOf(file) === undefined,
    refuses: ({ to }) => sandboxOf(to) !== undefined,
  },
  {
    why: 'the worker calls use-cases and the platform, never a router and never the page.',
    applies: (file) => file.startsWith('worker/'),
    refuses: ({ to }) =>
      roleOf(to) === 'router' ||
      roleOf(to) === 'store' ||
      to.startsWith('server/trpc/') ||
      to.startsWith('web/') ||
      to.startsWith('tests/'),
  },
  {
    why: 'the page knows the type of the router, schemas, rules, words that both say, and core; everything else would carry the server into the browser.',
    applies: (file) => file.startsWith('web/'),
    refuses: ({ to, typeOnly }) =>
      to.startsWith('worker/') ||
      to.startsWith('prisma/') ||
      to.startsWith('tests/') ||
      (to.startsWith('server/') &&
        !to.startsWith('server/core/') &&
        !isPure(to) &&
        !(typeOnly && to === 'server/trpc/router.ts')),
  },
  {
    why: 'spreadsheets are read and written in one place: the others use openTable, writeTable and markErrors, not what these are made of.',
    applies: (file) => !file.startsWith('server/platform/spreadsheets/'),
    refuses: ({ to }) =>
      spreadsheetPackages.test(to) ||
      (to.startsWith('server/platform/spreadsheets/') && !spreadsheetEntrances.test(to)),
  },
  {
    why: 'the server’s own reader of spreadsheets stands on no package: exceljs is what tests check it against.',
    applies: (file) => file.startsWith('server/platform/spreadsheets/'),
    refuses: ({ to }) => spreadsheetPackages.test(to),
  },
]

const files = ['server', 'worker', 'web', 'prisma'].flatMap(sources)
const everyImport = files.flatMap((file) => importsOf(file))

describe('the direction of imports', () => {
  test.each(rules.map((rule) => [rule.why, rule] as const))('%s', (_why, rule) => {
    const refused = everyImport.filter((one) => rule.applies(one.from) && rule.refuses(one))
    expect(refused.map((one) => `${one.from} imports ${one.to}`)).toEqual([])
  })

  test('features do not depend on each other in a ring', () => {
    const edges = new Map<string, Set<string>>()
    for (const { from, to, typeOnly } of everyImport) {
      const [own, other] = [featureOf(from), featureOf(to)]
      if (!own || !other || own === other || typeOnly || roleOf(to) === 'schema' || roleOf(to) === 'rules') continue
      edges.set(own, (edges.get(own) ?? new Set()).add(other))
    }
    expect(findRing(edges)).toBeNull()
  })

  test('positive control: a ring, a store import across features, sharp in the server and a second reader of spreadsheets are seen', () => {
    expect(
      findRing(
        new Map([
          ['a', new Set(['b'])],
          ['b', new Set(['a'])],
        ]),
      ),
    ).toEqual(['a', 'b', 'a'])
    const bad = importsOf(
      'server/features/orders/pay-order.ts',
      "import sharp from 'sharp'\nimport { findVoucher } from '../vouchers/vouchers.store.ts'\nconst x = await import('../../../worker/main.ts')\nimport { guardZip } from '../../platform/spreadsheets/guard-zip.ts'\n",
    )
    const broken = rules.filter((rule) => bad.some((one) => rule.applies(one.from) && rule.refuses(one)))
    expect(broken).toHaveLength(4)
  })
})

function findRing(edges: Map<string, Set<string>>): string[] | null {
  const visit = (node: string, trail: string[]): string[] | null => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node]
    for (const next of edges.get(node) ?? []) {
      const ring = visit(next, [...trail, node])
      if (ring) return ring
    }
    return null
  }
  for (const node of edges.keys()) {
    const ring = visit(node, [])
    if (ring) return ring
  }
  return null
}

test('a feature folder holds its noun: no files called utils, helpers, common or data', () => {
  const vague = files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|data)\.tsx?$/.test(file))
  expect(vague).toEqual([])
})
