/**
 * One JSON object a line. It never holds ID numbers, tokens, passwords or file contents: callers pass ids and codes,
 * and the keys below are dropped wherever they come from.
 */
export type LogFields = Readonly<Record<string, unknown>>
export type Logger = {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, error: unknown, fields?: LogFields): void
}

const secretKeys = /password|token|secret|cookie|authorization|idNumber|reading|content|totp/i

export function createLogger(service: string, write: (line: string) => void = (line) => console.error(line)): Logger {
  const log = (level: string, event: string, fields: LogFields) => {
    const clean = Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, secretKeys.test(key) ? '[left out]' : value]),
    )
    write(JSON.stringify({ at: new Date().toISOString(), level, service, event, ...clean }))
  }
  return {
    info: (event, fields = {}) => log('info', event, fields),
    warn: (event, fields = {}) => log('warn', event, fields),
    error: (event, error, fields = {}) => log('error', event, { ...fields, ...describeError(error) }),
  }
}

/** Stack without the message of database errors, which repeats the values of the row. */
function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error ? String(error.code) : undefined
  const stack = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .join('\n')
  return {
    error: error.name,
    code,
    stack,
    ...(error.name.startsWith('Prisma') ? {} : { message: error.message.slice(0, 300) }),
  }
}
