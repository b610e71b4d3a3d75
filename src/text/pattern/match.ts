import type { CodePointSet } from '../code-point-set.js'
import type { Instruction } from './program.js'
import type { Assertion } from './tree.js'

/** Threads in the order of their preference: where each is in the program, where its match began, and its group. */
interface Threads {
  count: number
  readonly at: Int32Array
  readonly start: Int32Array
  readonly from: Int32Array
  readonly to: Int32Array
}

const threadsOf = (size: number): Threads => ({
  count: 0,
  at: new Int32Array(size),
  start: new Int32Array(size),
  from: new Int32Array(size),
  to: new Int32Array(size),
})

/** Finds matches one after the other as re.findall does. */
export interface Matcher {
  /** Appends each match, or its group; false when that takes more than `steps`, or gives more than `most` tokens. */
  findAll(text: string, tokens: string[], steps: number, most: number): boolean
}

/** All threads of a step move side by side, the preferred first: https://swtch.com/~rsc/regexp/regexp2.html */
export function createMatcher(program: readonly Instruction[], word: CodePointSet, grouped: boolean): Matcher {
  const size = program.length
  let current = threadsOf(size)
  let next = threadsOf(size)
  const seen = new Int32Array(size)
  let round = 0
  const stack = threadsOf(2 * size + 1)

  const isWordAt = (text: string, index: number): boolean => index < text.length && word.has(text.codePointAt(index)!)
  const isWordBefore = (text: string, index: number): boolean => {
    if (index === 0) return false
    const unit = text.charCodeAt(index - 1)
    const low = (unit & 0xfc00) === 0xdc00 && index > 1
    return word.has(low ? text.codePointAt(index - 2)! : unit)
  }
  const holds = (assertion: Assertion, text: string, i: number): boolean => {
    const { length } = text
    switch (assertion) {
      case 'start':
        return i === 0
      case 'end':
        return i === length
      case 'end_or_newline':
        return i === length || (i === length - 1 && text.charCodeAt(i) === 10)
      case 'line_start':
        return i === 0 || text.charCodeAt(i - 1) === 10
      case 'line_end':
        return i === length || text.charCodeAt(i) === 10
      case 'boundary':
        return length > 0 && isWordBefore(text, i) !== isWordAt(text, i)
      case 'no_boundary':
        return length > 0 && isWordBefore(text, i) === isWordAt(text, i)
    }
  }
  const push = (pc: number, start: number, from: number, to: number): void => {
    const top = stack.count++
    stack.at[top] = pc
    stack.start[top] = start
    stack.from[top] = from
    stack.to[top] = to
  }
  /** Adds a thread with all that it leads to without taking a character; the number of instructions looked at. */
  const follow = (
    threads: Threads,
    text: string,
    i: number,
    pc: number,
    start: number,
    from: number,
    to: number,
  ): number => {
    let looked = 0
    stack.count = 0
    push(pc, start, from, to)
    while (stack.count > 0) {
      const top = --stack.count
      const at = stack.at[top]!
      if (seen[at] === round) continue
      seen[at] = round
      looked++
      const instruction = program[at]!
      const began = stack.start[top]!
      const groupFrom = stack.from[top]!
      const groupTo = stack.to[top]!
      switch (instruction.do) {
        case 'jump':
          push(instruction.to, began, groupFrom, groupTo)
          break
        case 'split':
          push(instruction.second, began, groupFrom, groupTo)
          push(instruction.first, began, groupFrom, groupTo)
          break
        case 'save':
          if (instruction.slot === 0) push(at + 1, began, i, groupTo)
          else push(at + 1, began, groupFrom, i)
          break
        case 'assert':
          if (holds(instruction.assertion, text, i)) push(at + 1, began, groupFrom, groupTo)
          break
        default: {
          const k = threads.count++
          threads.at[k] = at
          threads.start[k] = began
          threads.from[k] = groupFrom
          threads.to[k] = groupTo
        }
      }
    }
    return looked
  }

  return {
    findAll(text, tokens, steps, most) {
      const { length } = text
      let left = steps
      let begin = 0
      // Where an empty match ended: there the next one may not be empty too.
      let barred = -1
      while (begin <= length) {
        let found = -1
        let [foundStart, foundFrom, foundTo] = [0, -1, -1]
        current.count = 0
        for (let i = begin; ;) {
          // Threads of the step before have left their marks of this round when they were followed; begin anew for starters.
          if (i === begin) round++
          if (found < 0) left -= follow(current, text, i, 0, i, -1, -1)
          if (current.count === 0 && (found >= 0 || i >= length)) break
          round++
          next.count = 0
          const point = i < length ? text.codePointAt(i)! : -1
          const after = i + (point > 0xffff ? 2 : 1)
          left -= current.count
          if (left < 0) return false
          for (let k = 0; k < current.count; k++) {
            const at = current.at[k]!
            const instruction = program[at]!
            const start = current.start[k]!
            if (instruction.do === 'match') {
              if (i === start && start === barred) continue
              found = i
              foundStart = start
              foundFrom = current.from[k]!
              foundTo = current.to[k]!
              break
            }
            if (point >= 0 && instruction.do === 'take' && instruction.set.has(point)) {
              left -= follow(next, text, after, at + 1, start, current.from[k]!, current.to[k]!)
            }
          }
          const spare = current
          current = next
          next = spare
          if (point < 0) break
          i = after
        }
        if (found < 0) return true
        if (tokens.length >= most) return false
        if (!grouped) tokens.push(text.slice(foundStart, found))
        else tokens.push(foundTo < 0 || foundFrom < 0 ? '' : text.slice(foundFrom, foundTo))
        barred = found === foundStart ? found : -1
        begin = found
      }
      return true
    },
  }
}
