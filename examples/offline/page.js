// Asks the service worker as it would ask a server. The button waits until there is one that answers.
const [form, record, button, output] = ['form', 'textarea', 'button', 'output'].map((name) =>
  document.querySelector(name),
)

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const response = await fetch('score', { method: 'POST', body: record.value })
  output.textContent = JSON.stringify(await response.json(), null, 2)
})

const controlled = new Promise((resolve) => {
  navigator.serviceWorker.addEventListener('controllerchange', resolve)
  if (navigator.serviceWorker.controller !== null) resolve()
})
await navigator.serviceWorker.register('service-worker.js')
await controlled
button.disabled = false
