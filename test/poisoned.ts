// In every test the js backend uses the memory of tensors again however small they are, and spoils what it took back: what is used again
// though something still needs it shows in the results.
import { vi } from 'vitest'
import type { Tensor } from '../src/backends/backend.js'

vi.mock('../src/backends/js/recycle.js', async (original) => {
  const { newRecycler } = await original<typeof import('../src/backends/js/recycle.js')>()
  return {
    newRecycler: () => {
      const recycler = newRecycler(1)
      const giveBack: typeof recycler.giveBack = (value, slots) => {
        const taken = recycler.giveBack(value, slots)
        if (taken) new Uint8Array(((value as Tensor).data as Uint8Array).buffer).fill(255)
        return taken
      }
      return { ...recycler, giveBack }
    },
  }
})
