import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { openDeps } from './deps.ts'
import { type Env, readEnv } from './env.ts'
import { runProcess } from './platform/run-process.ts'

const webFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../web/dist')

export type RunningServer = { readonly port: number; stop(): Promise<void> }

/**
 * Starts the API and the built PWA on one port. Rejects with a sentence when the port is taken or may not be used.
 * `stop` lets requests under way finish before it lets go of the database.
 */
export async function startServer(env: Env): Promise<RunningServer> {
  const open = await openDeps(env, 'server')
  const app = createApp(open.deps, webFolder)
  try {
    const { server, port } = await listen(app, env)
    open.deps.logger.info('server.ready', { port })
    return {
      port,
      async stop() {
        await new Promise<void>((resolve) => {
          server.close(() => resolve())
          // Idle keep-alive connections would hold it open; requests under way get ten seconds.
          if ('closeIdleConnections' in server) server.closeIdleConnections()
          setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 10_000).unref()
        })
        await open.close()
      },
    }
  } catch (error) {
    await open.close()
    throw error
  }
}

type Listening = { server: ReturnType<typeof serve>; port: number }

function listen(app: ReturnType<typeof createApp>, env: Env): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port: env.PORT, hostname: env.HOST }, (info) =>
      resolve({ server, port: info.port }),
    )
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(portSentence(error, env.PORT), { cause: error })),
    )
  })
}

function portSentence(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use; stop what uses it, or choose another with PORT.`
  if (error.code === 'EACCES') return `Port ${port} may not be used by this user; choose one above 1023 with PORT.`
  return `The server could not listen on port ${port}: ${error.message}`
}

if (import.meta.main) await runProcess(() => startServer(readEnv()))
