export default {
  mode: 'production',
  target: ['web', 'es2022'],
  entry: './main.js',
  output: { path: `${import.meta.dirname}/out`, filename: 'main.cjs' },
  // The bundle is in the code here, which no one would do who minds the size.
  performance: false,
  stats: 'errors-warnings',
}
