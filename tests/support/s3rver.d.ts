declare module 's3rver' {
  type Context = { method: string; status: number; body: unknown }
  type Middleware = (context: Context, next: () => Promise<void>) => Promise<void>
  /** The parts of the package that the tests use; it brings no types of its own. */
  export default class S3rver {
    constructor(options: {
      address: string
      port: number
      silent: boolean
      directory: string
      configureBuckets: readonly { name: string; configs: readonly string[] }[]
    })
    readonly middleware: Middleware[]
    run(): Promise<unknown>
    close(): Promise<void>
  }
}
