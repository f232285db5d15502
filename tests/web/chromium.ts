import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const args = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
]

/** The browser of this machine, else the one that an npm package ships (its own libraries are unpacked with it). */
export async function launchChromium(): Promise<Browser> {
  const installed = places.find((place) => existsSync(place))
  if (installed) return chromium.launch({ executablePath: installed, args, env: spoken() })
  // Makes the package unpack the shared libraries that a bare machine lacks.
  process.env.VERCEL ??= '1'
  const { default: packed } = await import('@sparticuz/chromium')
  return chromium.launch({ executablePath: await packed.executablePath(), args, env: spoken() })
}

/** Where no locale is set, a browser takes file names for ASCII and saves a Chinese one as `download`. */
function spoken(): Record<string, string> {
  const set = Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined)
  return { ...Object.fromEntries(set), LC_ALL: 'C.UTF-8' }
}
