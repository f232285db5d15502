import { parentPort, workerData } from 'node:worker_threads'
import { matchLines } from '../../server/features/reconciliation/match-lines.rules.ts'
import type { MatchFacts } from '../../server/features/reconciliation/matching.schema.ts'

// Thinks once and ends: what it needed for that goes with it.
parentPort?.postMessage(matchLines(workerData as MatchFacts))
