import type { CodePointSet } from '../code-point-set.js'
import type { Assertion, Refuse, Tree } from './tree.js'

/** One instruction. `split` goes on at `first`, and where that fails at `second`; `save` notes the group's start (0) or end (1). */
export type Instruction =
  | { readonly do: 'take'; readonly set: CodePointSet }
  | { readonly do: 'assert'; readonly assertion: Assertion }
  | { readonly do: 'split'; first: number; second: number }
  | { readonly do: 'jump'; to: number }
  | { readonly do: 'save'; readonly slot: 0 | 1 }
  | { readonly do: 'match' }

const mostInstructions = 10_000

/** Instructions that match what the tree does, earlier choices first. */
export function compileTree(tree: Tree, refuse: Refuse): readonly Instruction[] {
  const program: Instruction[] = []
  const add = <T extends Instruction>(instruction: T): T => {
    if (program.push(instruction) > mostInstructions) {
      refuse(`expected a pattern of at most ${mostInstructions} instructions`)
    }
    return instruction
  }
  const split = (greedy: boolean, body: () => void): void => {
    const fork = add({ do: 'split', first: 0, second: 0 })
    const inside = program.length
    body()
    const [first, second] = greedy ? [inside, program.length] : [program.length, inside]
    Object.assign(fork, { first, second })
  }
  const emit = (node: Tree): void => {
    switch (node.type) {
      case 'set':
        return void add({ do: 'take', set: node.set })
      case 'assert':
        return void add({ do: 'assert', assertion: node.assertion })
      case 'sequence':
        return node.parts.forEach(emit)
      case 'group':
        add({ do: 'save', slot: 0 })
        emit(node.of)
        return void add({ do: 'save', slot: 1 })
      case 'choice': {
        const exits = node.parts.slice(0, -1).map((part) => {
          const fork = add({ do: 'split', first: program.length + 1, second: 0 })
          emit(part)
          const exit = add({ do: 'jump', to: 0 })
          fork.second = program.length
          return exit
        })
        emit(node.parts.at(-1)!)
        for (const exit of exits) exit.to = program.length
        return
      }
      case 'repeat': {
        const { of, min, max, greedy } = node
        for (let i = 0; i < min; i++) emit(of)
        if (max === Infinity) {
          const loop = program.length
          split(greedy, () => {
            emit(of)
            add({ do: 'jump', to: loop })
          })
        } else if (max > min) optional(of, max - min, greedy)
        return
      }
    }
  }
  /** Up to `count` times, each only after the one before; in a loop, so that no stack grows with it. */
  const optional = (of: Tree, count: number, greedy: boolean): void => {
    const forks: Extract<Instruction, { do: 'split' }>[] = []
    for (let i = 0; i < count; i++) {
      forks.push(add({ do: 'split', first: program.length + 1, second: program.length + 1 }))
      emit(of)
    }
    for (const fork of forks) {
      if (greedy) fork.second = program.length
      else fork.first = program.length
    }
  }
  emit(tree)
  add({ do: 'match' })
  return program
}
