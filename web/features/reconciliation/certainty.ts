/** From here on a score needs no look; below the other it asks for one (facts.md, scoring: high from .72). */
export const sureFrom = 930
export const doubtBelow = 720
