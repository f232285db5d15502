import type { Deps } from '../../deps.ts'

/**
 * What a statement says is kept sealed: people's names, mail addresses and ID numbers stand in it. The columns beside it
 * hold what lists and hours need.
 */
export function sealBody(deps: Pick<Deps, 'secrets'>, id: string, body: object): { sealed: string } {
  return { sealed: deps.secrets.encrypt(JSON.stringify(body), bodyContext(id)) }
}

export function openBody(
  deps: Pick<Deps, 'secrets'>,
  row: { readonly id: string; readonly body: { readonly sealed: string } | null },
): Record<string, unknown> | null {
  return row.body === null ? null : JSON.parse(deps.secrets.decrypt(row.body.sealed, bodyContext(row.id)))
}

/** What a sealed statement is bound to: its row. */
export function bodyContext(id: string): string {
  return `learning_statements.body:${id}`
}
