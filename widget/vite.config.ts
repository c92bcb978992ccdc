import {defineConfig} from 'vitest/config'

const entries = {
  'support-chat': 'src/customer/support-chat.ts',
  console: 'src/console/main.ts',
}

export default defineConfig({
  // Relative, so that the same files work under any path and from any origin.
  base: './',
  server: {
    proxy: {'/api': 'http://127.0.0.1:8000', '/socket.io': {target: 'http://127.0.0.1:8000', ws: true}},
  },
  build: {
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: entries,
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        assetFileNames: '[name][extname]',
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts', 'src/**/*.test.ts'],
  },
})
