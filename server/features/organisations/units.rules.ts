import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { OrganisationView } from './organisations.schema.ts'

/** What the rules of the tree look at in a unit: an organisation, a subsidiary or a department. */
export type Unit = {
  readonly id: string
  readonly parentId: string | null
  readonly path: string
  readonly kind: 'organisation' | 'department'
  readonly name: string
  readonly creditCode: string | null
  readonly organisationCode: string | null
  readonly memberNo: string | null
}

/**
 * 40 levels: a path of 40 ids is 1,481 bytes, and with the id beside it stays below the 2,704 that a row of a B-tree
 * index can have. No organisation of people is that deep.
 */
export const deepestLevel = 40

/**
 * Whether staff approved the unit's name and code: then invoices are written out to it, and only staff rename it. What
 * an admin adds below is not: its invoices go to the nearest registered unit above.
 */
export function isRegistered(unit: Omit<Unit, 'path' | 'id' | 'name'>): boolean {
  if (unit.kind === 'department') return false
  return unit.parentId === null || unit.creditCode !== null || unit.organisationCode !== null || unit.memberNo !== null
}

/** Reviewers and system admins look after the whole tree; finance reads it. */
export function managesCentre(actor: AccountActor): boolean {
  return actor.staffRoles.some((role) => role !== 'finance')
}

/**
 * What somebody may do with a unit that they may see. An admin's own organisation is what their rights hang on: they
 * fill it, and do not move, rename or disable it.
 */
export function rightsOn(actor: AccountActor, unit: Unit): OrganisationView['may'] {
  const staff = managesCentre(actor)
  const reaches = staff || (actor.organisation !== null && unit.path.startsWith(actor.organisation.path))
  const above = staff || unit.id !== actor.organisation?.id
  return {
    addUnits: reaches,
    rename: reaches && above && (staff || !isRegistered(unit)),
    move: reaches && above,
    setEnabled: reaches && above,
    remove: reaches && above && unit.kind === 'department',
    editContact: reaches,
    manageAdmins: reaches,
  }
}

/**
 * Throws what stands in the way of a change: `notFound` for staff who only read, `unitIsOwn`, `registeredNameFixed`,
 * `notAllowed`.
 */
export function checkRight(actor: AccountActor, unit: Unit, right: keyof OrganisationView['may']): void {
  const rights = rightsOn(actor, unit)
  if (rights[right]) return
  if (!rights.editContact) throw new AppError('notFound')
  if (!managesCentre(actor) && unit.id === actor.organisation?.id) throw new AppError('unitIsOwn', { name: unit.name })
  throw new AppError(right === 'rename' ? 'registeredNameFixed' : 'notAllowed', { name: unit.name })
}

/** Where a moved unit comes to stand: the path that its own id and everything below hang on. `/` is the top. */
export function checkMove(unit: Unit, parent: { readonly path: string } | null, deepestBelow: number): void {
  if (parent?.path.startsWith(unit.path)) throw new AppError('treeMoveIntoSelf', { name: unit.name })
  if (!parent && !isRegistered({ ...unit, parentId: '' })) throw new AppError('unitNeedsParent', { name: unit.name })
  checkDepth(levelOf(parent?.path ?? '/') + 1 + deepestBelow - levelOf(unit.path))
}

/** Throws `treeTooDeep`. */
export function checkDepth(level: number): void {
  if (level > deepestLevel) throw new AppError('treeTooDeep', { most: deepestLevel })
}

/** 1 for a top organisation, 0 for `/`. */
export function levelOf(path: string): number {
  return path.split('/').length - 2
}

/** The id of the top organisation of a path. */
export function topOf(path: string): string {
  return path.split('/')[1] ?? ''
}

/** A subtree as a range of the index on paths, for any parameter and collation C: `path >= from AND path < to`. */
export function pathRange(path: string): { readonly from: string; readonly to: string } {
  // Paths end in a slash, and the character after it is 0.
  return { from: path, to: `${path.slice(0, -1)}0` }
}
