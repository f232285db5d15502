/** How long a decision waits before it takes effect, in seconds: until then whoever made it can take it back. */
export const undoSeconds = 10
