/**
 * Probabilities of k classes from those of each pair: `pairs[i · k + j]` is that of i against j. Method 2 of Wu, Lin and Weng,
 * Probability estimates for multi-class classification by pairwise coupling (2004), with at most max(100, k) rounds, as libsvm.
 */
export function couplePairs(pairs: Float64Array, k: number): Float64Array {
  const q = new Float64Array(k * k)
  const p = new Float64Array(k).fill(1 / k)
  const qp = new Float64Array(k)
  for (let t = 0; t < k; t++) {
    for (let j = 0; j < k; j++) {
      if (j === t) continue
      q[t * k + t]! += pairs[j * k + t]! * pairs[j * k + t]!
      q[t * k + j] = -pairs[j * k + t]! * pairs[t * k + j]!
    }
  }
  for (let round = 0; round < Math.max(100, k); round++) {
    let pqp = 0
    for (let t = 0; t < k; t++) {
      qp[t] = 0
      for (let j = 0; j < k; j++) qp[t]! += q[t * k + j]! * p[j]!
      pqp += p[t]! * qp[t]!
    }
    let error = 0
    for (let t = 0; t < k; t++) error = Math.max(error, Math.abs(qp[t]! - pqp))
    if (error < 0.005 / k) break
    for (let t = 0; t < k; t++) {
      const diff = (pqp - qp[t]!) / q[t * k + t]!
      p[t]! += diff
      pqp = (pqp + diff * (diff * q[t * k + t]! + 2 * qp[t]!)) / (1 + diff) / (1 + diff)
      for (let j = 0; j < k; j++) {
        qp[j] = (qp[j]! + diff * q[t * k + j]!) / (1 + diff)
        p[j]! /= 1 + diff
      }
    }
  }
  return p
}
