import path from 'node:path'
import { createLocalFileStore, type FileStore } from './file-store.ts'
import { createS3FileStore } from './s3-file-store.ts'

export type FileStoreVariables = {
  readonly dataDir: string
  readonly FILES_S3_URL?: string | undefined
  readonly FILES_S3_REGION?: string | undefined
  readonly FILES_S3_ACCESS_KEY?: string | undefined
  readonly FILES_S3_SECRET_KEY?: string | undefined
}

/** The bucket that the environment names, else a folder in DATA_DIR. Throws an Error that names what is missing. */
export function openFileStore(env: FileStoreVariables): FileStore {
  const wanted = {
    FILES_S3_URL: env.FILES_S3_URL,
    FILES_S3_REGION: env.FILES_S3_REGION,
    FILES_S3_ACCESS_KEY: env.FILES_S3_ACCESS_KEY,
    FILES_S3_SECRET_KEY: env.FILES_S3_SECRET_KEY,
  }
  const { FILES_S3_URL: url, FILES_S3_REGION: region, FILES_S3_ACCESS_KEY: accessKey } = wanted
  const secretKey = wanted.FILES_S3_SECRET_KEY
  if (url && region && accessKey && secretKey)
    return createS3FileStore({ url: url.replace(/\/$/, ''), region, accessKey, secretKey })
  const missing = Object.entries(wanted).filter(([, value]) => !value)
  if (missing.length === 4) return createLocalFileStore(path.join(env.dataDir, 'files'))
  throw new Error(`For files in a bucket also set ${missing.map(([name]) => name).join(', ')}.`)
}
