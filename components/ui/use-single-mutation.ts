import { useMutation, type UseMutationOptions, type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'

/**
 * TanStack's `useMutation` that is under way once at most. A button that is disabled while it is pending is not enough:
 * both clicks of a double click come before React has drawn it so. The second call is dropped by `mutate`, and refused
 * by `mutateAsync`, whose caller waits for an answer.
 */
export function useSingleMutation<Data, Variables = void>(
  options: Omit<UseMutationOptions<Data, Error, Variables>, 'mutationKey'>,
): UseMutationResult<Data, Error, Variables> {
  const client = useQueryClient()
  const mutationKey = [useId()]
  const mutation = useMutation<Data, Error, Variables>({ ...options, mutationKey })
  const isUnderWay = () => client.isMutating({ mutationKey, exact: true }) > 0
  return {
    ...mutation,
    mutate: (...args) => {
      if (!isUnderWay()) mutation.mutate(...args)
    },
    mutateAsync: async (...args) => {
      if (isUnderWay()) throw new Error('mutation under way')
      return await mutation.mutateAsync(...args)
    },
  }
}
