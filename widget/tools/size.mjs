// Prints the gzipped size of every built file, and of what each entry loads at first.
import {readdirSync, readFileSync, statSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {gzipSync} from 'node:zlib'

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist')
const KB = 1024

const gz = file => gzipSync(readFileSync(file), {level: 9}).length
const files = readdirSync(dist, {recursive: true})
  .map(name => join(dist, String(name)))
  .filter(file => statSync(file).isFile() && /\.(js|css)$/.test(file))

/** Every file an entry reaches: `lazy` follows `import()` too. */
function reach(file, lazy, seen = new Set()) {
  if (seen.has(file)) return seen
  seen.add(file)
  const source = readFileSync(file, 'utf8')
  const pattern = lazy
    ? /(?:from|import)\s*\(?\s*["'`](\.[^"'`]+)["'`]/g
    : /(?:from|import)\s*["'](\.[^"']+)["']/g
  for (const [, path] of source.matchAll(pattern)) reach(join(dirname(file), path), lazy, seen)
  return seen
}

const total = set => [...set].reduce((sum, file) => sum + gz(file), 0)
for (const file of files.toSorted())
  console.log(`${(gz(file) / KB).toFixed(1).padStart(8)} KB  ${relative(dist, file)}`)
for (const name of ['support-chat.js', 'console.js']) {
  const entry = join(dist, name)
  if (!files.includes(entry)) continue
  const first = (total(reach(entry, false)) / KB).toFixed(1)
  const all = (total(reach(entry, true)) / KB).toFixed(1)
  console.log(`${name}: ${first} KB gz at first, ${all} KB gz in all`)
}
