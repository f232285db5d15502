/** Where something belongs: the unit, and the names from the reader's own organisation, or the topmost, down to it. */
interface Placed {
  readonly name: string
  readonly names: readonly string[]
}

const arrow = ' › '

/** The whole path, for those who see more than one organisation. */
export function wholePath({ names, name }: Placed): string {
  return names.length > 0 ? names.join(arrow) : name
}

/** Down from the reader's own organisation, which is left out where there is more to say. */
export function unitPath({ names, name }: Placed): string {
  return names.length > 1 ? names.slice(1).join(arrow) : name
}
