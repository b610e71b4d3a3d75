export default { build: { outDir: 'out', lib: { entry: 'main.js', formats: ['es'], fileName: 'main' } } }
