/** What the browser says about itself; the customer confirms it before anybody relies on it. */
import type {Environment} from '../protocol'

interface Brand {
  brand: string
  version: string
}
interface UAData {
  getHighEntropyValues(
    hints: string[],
  ): Promise<{platform?: string; platformVersion?: string; fullVersionList?: Brand[]}>
}

const BRANDS: Record<string, string> = {
  'Google Chrome': 'Chrome',
  'Microsoft Edge': 'Edge',
  Opera: 'Opera',
  'Samsung Internet': 'Samsung Internet',
  Chromium: 'Chromium',
}

/** The environment by client hints, else by the user agent string. */
export async function detect(navigator: Navigator, page: string): Promise<Environment> {
  const hints = (navigator as Navigator & {userAgentData?: UAData}).userAgentData
  const said = fromUserAgent(navigator.userAgent)
  const here = {page: page.slice(0, 200)}
  try {
    const values = await hints?.getHighEntropyValues(['platform', 'platformVersion', 'fullVersionList'])
    return {...said, ...(values ? fromHints(values) : {}), ...here}
  } catch {
    return {...said, ...here} // the browser may refuse the hints; the string is still there
  }
}

export function fromHints(values: Awaited<ReturnType<UAData['getHighEntropyValues']>>): Environment {
  const brands = values.fullVersionList ?? []
  // Chromium stands in every list; a brand of its own says more.
  const known = Object.keys(BRANDS).find(name => brands.some(({brand}) => brand === name))
  const version = brands.find(({brand}) => brand === known)?.version
  return {
    ...(known && version ? {browser: BRANDS[known] ?? known, browser_version: shortened(version)} : {}),
    ...(values.platform ? system(values.platform, values.platformVersion ?? '') : {}),
  }
}

function system(platform: string, version: string): Environment {
  if (platform === 'Windows') {
    const major = parseInt(version)
    // Windows 11 says 13 and more here, Windows 10 says 1 to 10.
    return {os: 'Windows', ...(major > 0 ? {os_version: major >= 13 ? '11' : '10'} : {})}
  }
  return {os: platform, ...(version ? {os_version: shortened(version)} : {})}
}

const SYSTEMS: [RegExp, string][] = [
  [/iP(?:hone|ad).*? OS ([\d_]+)/, 'iOS'],
  [/Android ([\d.]+)/, 'Android'],
  [/Windows NT/, 'Windows'], // 10 and 11 say the same
  [/Mac OS X/, 'macOS'], // frozen at 10_15_7
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]
const BROWSERS: [RegExp, string][] = [
  [/Edg(?:A|iOS)?\/([\d.]+)/, 'Edge'],
  [/OPR\/([\d.]+)/, 'Opera'],
  [/SamsungBrowser\/([\d.]+)/, 'Samsung Internet'],
  [/(?:Firefox|FxiOS)\/([\d.]+)/, 'Firefox'],
  [/(?:Chrome|CriOS)\/([\d.]+)/, 'Chrome'],
  [/Version\/([\d.]+).*Safari/, 'Safari'],
]

export function fromUserAgent(agent: string): Environment {
  const [os, osVersion] = first(SYSTEMS, agent)
  const [browser, version] = first(BROWSERS, agent)
  return {
    ...(os ? {os} : {}),
    ...(osVersion ? {os_version: shortened(osVersion.replaceAll('_', '.'))} : {}),
    ...(browser ? {browser} : {}),
    ...(version ? {browser_version: shortened(version)} : {}),
  }
}

function first(patterns: [RegExp, string][], agent: string): [string?, (string | undefined)?] {
  for (const [pattern, name] of patterns) {
    const match = pattern.exec(agent)
    if (match) return [name, match[1]]
  }
  return []
}

/** At most two numbers: `131.0.6778.86` is `131.0`. */
const shortened = (version: string): string => version.split('.').slice(0, 2).join('.')
