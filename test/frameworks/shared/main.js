import { answer } from './answer.js'
import { bundle } from './bundle.js'

answer(bundle).then((line) => console.log(line))
