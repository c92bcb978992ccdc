/** Style sheets that work under a strict CSP: made by script, adopted by a shadow root. */

export function adopt(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}

/** The palette; a page overrides any of it with `--podpora-*`. */
export const palette = `
:host {
  color-scheme: light dark;
  --accent: var(--podpora-accent, #1f5fbf);
  --on-accent: var(--podpora-on-accent, #fff);
  --ok: var(--podpora-ok, #14794a);
  --warn: var(--podpora-warn, #b45309);
  --surface: var(--podpora-surface, light-dark(#ffffff, #16191f));
  --sunken: var(--podpora-sunken, light-dark(#f4f6f9, #1e222a));
  --ink: var(--podpora-ink, light-dark(#1a2230, #e8ebf0));
  --quiet: var(--podpora-quiet, light-dark(#556072, #a3adbc));
  --line: light-dark(#dde2ea, #323844);
  --edge: light-dark(#7d8798, #7f899a);
  --accent-ink: light-dark(var(--accent), color-mix(in oklab, var(--accent) 45%, #fff));
  --accent-tint: light-dark(color-mix(in oklab, var(--accent) 9%, #fff), color-mix(in oklab, var(--accent) 26%, #16191f));
  --ok-ink: light-dark(var(--ok), color-mix(in oklab, var(--ok) 50%, #fff));
  --warn-ink: light-dark(color-mix(in oklab, var(--warn) 88%, #000), color-mix(in oklab, var(--warn) 45%, #fff));
  --warn-tint: light-dark(color-mix(in oklab, var(--warn) 9%, #fff), color-mix(in oklab, var(--warn) 24%, #16191f));
  --font: var(--podpora-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
`
