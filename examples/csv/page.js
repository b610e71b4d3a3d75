// Hands the CSV that is dropped or chosen to the worker, and shows how far it is.
const [progress, status, download, choose] = ['progress', 'output', 'a', 'input'].map((name) =>
  document.querySelector(name),
)
const worker = new Worker('worker.js', { type: 'module' })
let started = 0

worker.addEventListener('message', ({ data: { error, read, size, rows, refused, scores } }) => {
  if (error !== undefined) status.textContent = error
  else if (scores === undefined) {
    progress.value = size === 0 ? 1 : read / size
    status.textContent = `${rows} rows, ${refused} refused, ${((performance.now() - started) / 1000).toFixed(1)} s`
  } else {
    URL.revokeObjectURL(download.href)
    download.href = URL.createObjectURL(scores)
    download.hidden = false
  }
})

function score(file) {
  started = performance.now()
  download.hidden = true
  progress.value = 0
  worker.postMessage(file)
}

choose.addEventListener('change', () => choose.files.length > 0 && score(choose.files[0]))
addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', (event) => {
  event.preventDefault()
  if (event.dataTransfer.files.length > 0) score(event.dataTransfer.files[0])
})
