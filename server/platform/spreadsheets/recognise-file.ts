import { sniffFileKind } from '../../core/file-kind.ts'
import { type CsvEncoding, csvEncoding, csvSample } from './csv-rows.ts'
import { refuse } from './xlsx-package.ts'

export type RecognisedFile =
  | { readonly kind: 'zip' }
  | { readonly kind: 'compound' }
  | { readonly kind: 'csv'; readonly encoding: CsvEncoding }

const compoundSignature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/**
 * Tells a file by its content: names say what somebody hoped for. Throws AppError `spreadsheetTypeRefused` {found} for
 * pictures, PDF, web pages named .xls (bank and tax portals give those out), XML and other binary files.
 */
export function recogniseFile(bytes: Uint8Array): RecognisedFile {
  if (compoundSignature.every((byte, index) => bytes[index] === byte)) return { kind: 'compound' }
  const kind = sniffFileKind(bytes)
  switch (kind) {
    case 'zip':
    case 'ofd':
      return { kind: 'zip' }
    case 'pdf':
      return refuse('pdf')
    case 'xml':
      return refuse('xml')
    case null:
      break
    default:
      return refuse('picture')
  }
  // BIFF2 to BIFF4 and BIFF5 without a container: Excel before 1997.
  if (
    bytes[0] === 0x09 &&
    [0, 2, 4, 8].includes(bytes[1] ?? -1) &&
    bytes[2] !== undefined &&
    bytes[2] <= 16 &&
    bytes[3] === 0
  ) {
    return refuse('oldXls')
  }
  const encoding = csvEncoding(bytes)
  if (encoding === null) return refuse('other')
  const start = csvSample(bytes, encoding).trimStart().slice(0, 2048)
  if (/^(?:<!doctype html|<html|<head|<body|<meta|<table|<style|<div|MIME-Version:)/i.test(start)) return refuse('html')
  if (/^<\?xml/i.test(start)) return refuse(/<html|<table\b/i.test(start) ? 'html' : 'xml')
  // Control characters that no text has: programs, databases, archives.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(start)) return refuse('other')
  return { kind: 'csv', encoding }
}
