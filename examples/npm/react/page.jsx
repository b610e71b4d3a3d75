import { createRoot } from 'react-dom/client'
import { load } from 'skewless'
import { ScoringForm } from './form.jsx'

const model = await load(await fetch('model.mlbundle'))
createRoot(document.querySelector('main')).render(<ScoringForm model={model} />)
