import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'

/** What is waited for comes late on a busy machine; the default is a second. */
const expect = { poll: { timeout: 15_000 } }

const nodeProject = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({
  test: {
    name,
    include,
    environment: 'node',
    globalSetup: ['tests/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect,
    ...extra,
  },
})

export default defineConfig({
  test: {
    reporters: [['default', { summary: false }], './tests/support/count-reporter.ts'],
    // Two cores: more workers only make each test slower and its waits longer.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'rules',
          include: ['tests/rules/**/*.test.ts', 'tests/architecture/**/*.test.ts'],
          environment: 'node',
          // Simulated months and random layouts take seconds on a busy machine.
          testTimeout: 60_000,
        },
      },
      nodeProject('server', ['tests/usecases/**/*.test.ts', 'tests/routers/**/*.test.ts']),
      nodeProject('faults', ['tests/faults/**/*.test.ts'], { testTimeout: 180_000 }),
      nodeProject('worker', ['tests/worker/**/*.test.ts'], { testTimeout: 90_000 }),
      nodeProject('journeys', ['tests/journeys/**/*.test.ts'], {
        testTimeout: 180_000,
        hookTimeout: 180_000,
        fileParallelism: false,
      }),
      {
        plugins: [solid()],
        test: {
          name: 'web',
          include: ['tests/web/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          testTimeout: 20_000,
          expect,
        },
      },
    ],
  },
})
