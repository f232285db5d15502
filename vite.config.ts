import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import solid from 'vite-plugin-solid'

const packable = /\.(js|css|html|svg|json|webmanifest|txt)$/

/** Leaves a brotli and a gzip copy beside each text file, so that the server packs nothing while people wait. */
function packedCopies(): Plugin {
  let folder = ''
  return {
    name: 'packed-copies',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir)
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const names = await readdir(folder, { recursive: true })
        await Promise.all(
          names
            .filter((name) => packable.test(name))
            .map(async (name) => {
              const file = path.join(folder, name)
              const bytes = await readFile(file)
              const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
              await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }))
              await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
            }),
        )
      },
    },
  }
}

/**
 * Some modules of server/core declare schemas beside the functions that pages use. One page that checks a form by a
 * schema would put zod (14 KB packed) into everybody's first load, because a module is bundled once. So schema files keep
 * the module as it is, and everybody else gets an instance of its own, from which the unused schemas are dropped.
 */
function coreWithoutSchemas(): Plugin {
  return {
    name: 'core-without-schemas',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!/(^|\/)(money|ids|page|mail-address)\.ts$/.test(source) || !importer || /\.schema\.ts$/.test(importer))
        return null
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found && /\/server\/core\//.test(found.id) ? `${found.id}?without-schemas` : null
    },
  }
}

const openedFromOutside =
  /\/(log-in|code|activate|register|registration|attendance|checked?|root|home|orders?|pay|payment|voucher|invoice|learner)-page-[^/]*$/

const server = `http://127.0.0.1:${process.env.PORT ?? 3000}`

export default defineConfig({
  root: 'web',
  // Where the built app is opened by phones of the last years: WeChat's browser on Android lags behind Chrome.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome107', 'safari15.4'],
    assetsInlineLimit: 0,
    // The names of all that a page is made of stand in everybody's first load, 16 bytes packed for each: only those of the
    // pages that links from outside open, before the service worker has kept the others.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (file, chunks) => (openedFromOutside.test(file) ? chunks : []),
    },
    // Building a zod schema changes nothing else: what core declares beside the functions a page uses can be dropped.
    rolldownOptions: {
      // The app, and the page on which strangers check a certificate.
      input: ['index.html', 'check.html'].map((name) => path.join(import.meta.dirname, 'web', name)),
      treeshake: { manualPureFunctions: ['z'] },
    },
  },
  server: {
    port: 5173,
    // The host stays the page's own: the server compares it with the Origin of every change.
    proxy: { '^/trpc/': { target: server, changeOrigin: false }, '^/api/': { target: server, changeOrigin: false } },
  },
  plugins: [
    coreWithoutSchemas(),
    solid(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'sw.ts',
      injectRegister: null,
      injectManifest: {
        rollupOptions: { treeshake: { manualPureFunctions: ['z'] } },
        globPatterns: ['index.html', 'first-paint.js', 'assets/*.{js,css}', 'icon.svg'],
        // The staff's pages are for a desk with a network; they are kept when they have been opened once.
        globIgnores: ['assets/desk-*', 'assets/component-page*'],
        // Hashed names never change what they hold.
        dontCacheBustURLsMatching: /^assets\//,
      },
      manifest: {
        id: '/',
        name: '学时',
        short_name: '学时',
        description: '报名、缴费、发票、学时、证书，办到哪一步都看得见',
        lang: 'zh-CN',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f6f3ec',
        theme_color: '#f6f3ec',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
        share_target: {
          action: '/share-slip',
          method: 'POST',
          enctype: 'multipart/form-data',
          params: { files: [{ name: 'files', accept: ['image/*', 'application/pdf'] }] },
        },
      },
    }),
    packedCopies(),
  ],
})
