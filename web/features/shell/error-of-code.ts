import { AppError } from '../../../server/core/app-error.ts'
import { appErrorFrom } from '../../api.ts'

/** The error that a stored code stands for; its sentence is `errorSentence`'s. */
export function errorOfCode(code: string | null): AppError {
  return appErrorFrom({ app: { code } }) ?? new AppError('internal')
}
