/** A heap: the highest score first, among equal ones the one that `comesFirst` puts first. */
export class ScoreQueue<T> {
  readonly #items: { readonly item: T; readonly score: number }[] = []
  readonly #comesFirst: (a: T, b: T) => boolean

  constructor(comesFirst: (a: T, b: T) => boolean) {
    this.#comesFirst = comesFirst
  }

  push(item: T, score: number): void {
    const items = this.#items
    items.push({ item, score })
    let at = items.length - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#before(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  pop(): { readonly item: T; readonly score: number } | null {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (!top || !last) return null
    if (items.length === 0) return top
    items[0] = last
    let at = 0
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      let first = at
      if (left < items.length && this.#before(left, first)) first = left
      if (right < items.length && this.#before(right, first)) first = right
      if (first === at) return top
      this.#swap(at, first)
      at = first
    }
  }

  #before(a: number, b: number): boolean {
    const [left, right] = [this.#items[a], this.#items[b]]
    if (!left || !right) return false
    return left.score !== right.score ? left.score > right.score : this.#comesFirst(left.item, right.item)
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#items[a], this.#items[b]]
    if (!left || !right) return
    this.#items[a] = right
    this.#items[b] = left
  }
}
