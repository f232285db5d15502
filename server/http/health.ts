import { AppError } from '../core/app-error.ts'
import { clientIp } from './request.ts'
import { defineRoute } from './route.ts'

/** For a load balancer: answers only while the database does. */
export const health = defineRoute({
  method: 'GET',
  path: '/api/health',
  permission: 'public',
  async handle(deps, c) {
    await deps.db.$queryRaw`SELECT 1`
    return c.json({ ok: true })
  },
})

type QueueRow = { queue: string; state: string; jobs: bigint }

/** For Prometheus: jobs by queue and state, mail that waits. Loopback, or the bearer token METRICS_TOKEN. */
export const metrics = defineRoute({
  method: 'GET',
  path: '/api/metrics',
  permission: 'public',
  async handle(deps, c) {
    const token = deps.settings.metricsToken
    const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(clientIp(deps, c))
    if (token ? c.req.header('authorization') !== `Bearer ${token}` : !local) throw new AppError('notFound')
    const queues = await deps.db.$queryRaw<QueueRow[]>`
      SELECT name AS queue, state::text AS state, count(*) AS jobs FROM pgboss.job
      WHERE state IN ('created', 'retry', 'active', 'failed') GROUP BY name, state`
    const mail = await deps.db.notice.groupBy({ by: ['state'], where: { channel: 'email' }, _count: true })
    const lines = [
      '# TYPE xueshi_jobs gauge',
      ...queues.map((row) => `xueshi_jobs{queue="${row.queue}",state="${row.state}"} ${row.jobs}`),
      '# TYPE xueshi_mail gauge',
      ...mail.map((row) => `xueshi_mail{state="${row.state}"} ${row._count}`),
    ]
    return c.text(`${lines.join('\n')}\n`)
  },
})
