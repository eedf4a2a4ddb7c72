import { JoinRefusedError, RemovedError } from '../../index.ts'

/**
 * Returns an error that says why a call ended, and what to do on the command line
 *
 * @param error - that ended the call
 * @param group - name of the group
 */
export function explainFailure (error: Error, group: string): Error {
  const words = wordsFor(error, group)

  return words == null ? error : Object.assign(new Error(words, { cause: error }), { name: error.name })
}

function wordsFor (error: Error, group: string): string | undefined {
  if (error instanceof RemovedError) {
    return `An owner removed you from "${group}". If that was a mistake, send an owner your key (groupcall key show) and ask to be added again`
  }

  if (!(error instanceof JoinRefusedError)) {
    return undefined
  }

  switch (error.reason) {
    case 'not-a-member':
      return `You aren't on the roster of "${group}", and no owner let you in: send an owner your key (groupcall key show) and ask to be added, or ask for an invite that lets you in`
    case 'expired':
      return `The invite to "${group}" has expired: ask for a new one`
    default:
      return undefined
  }
}
