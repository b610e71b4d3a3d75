import type { SparseRow } from '../column.js'

/** Makes a dense row of the columns that trees read of a sparse one: in `used`, ascending. Writes to cells that are 0. */
export function picker(used: Int32Array): (row: SparseRow, cells: { [index: number]: number }, at: number) => void {
  const places = new Map(Array.from(used, (column, i) => [column, i]))
  return ({ indices, values }, cells, at) => {
    for (let k = 0; k < indices.length; k++) {
      const place = places.get(indices[k]!)
      if (place !== undefined) cells[at + place] = values[k]!
    }
  }
}
