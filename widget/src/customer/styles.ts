/** How the panel looks; calm, one accent, everything from the palette. */
import {palette} from './sheet'

const frame = `${palette}
:host { font: 15px/1.45 var(--font); color: var(--ink); }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
p, h2, h3, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
svg { width: 20px; height: 20px; flex: none; }
section {
  position: fixed; right: 16px; bottom: 16px; display: flex; flex-direction: column; width: 400px; height: min(640px, calc(100dvh - 32px));
  overflow: hidden; border: 1px solid var(--line); border-radius: 18px; background: var(--surface);
  box-shadow: 0 2px 6px rgb(16 24 40 / .08), 0 18px 50px rgb(16 24 40 / .22); animation: rise .18s ease-out;
}
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }
header { display: flex; align-items: center; gap: 10px; min-height: 64px; padding: 10px 10px 10px 14px; border-bottom: 1px solid var(--line); }
header .icon { width: 36px; }
header > .icon:first-child { margin-left: -8px; margin-right: -6px; }
header > .icon + .icon { margin-left: -8px; }
.avatar { flex: none; display: grid; place-items: center; width: 38px; height: 38px; border-radius: 50%; font-weight: 600; font-size: 14px; color: var(--accent-ink); background: var(--accent-tint); }
.avatar[data-look="person"] { color: var(--on-accent); background: var(--accent); }
.avatar[data-look="waiting"] { color: var(--warn-ink); background: var(--warn-tint); }
.avatar[data-look="quiet"] { color: var(--quiet); background: var(--sunken); }
.who { flex: 1; min-width: 0; }
.who strong { display: block; font-size: 15.5px; font-weight: 650; line-height: 1.25; text-wrap: balance; }
.who[data-short="true"] strong { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
header:has(.sure) .avatar { display: none; }
.who[data-short="true"] small { display: none; }
.who small { display: block; font-size: 12.5px; line-height: 1.35; color: var(--quiet); }
[tabindex="-1"]:focus { outline: 0; }
.view { position: relative; flex: 1; min-height: 0; display: flex; flex-direction: column; }
.view > podpora-article { position: absolute; inset: 0; background: var(--surface); }
.under { visibility: hidden; }
.view > * { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.scroller { position: relative; }
.scroller, .home, .article { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px; }
footer { padding: 8px 12px 12px; border-top: 1px solid var(--line); background: var(--surface); }
.note { display: flex; align-items: center; gap: 10px; padding: 9px 14px; font-size: 13.5px; line-height: 1.4; color: var(--warn-ink); background: var(--warn-tint); }
.note > span { flex: 1; }
.note[data-link="connecting"] { color: var(--quiet); background: var(--sunken); }
.note .link { color: inherit; white-space: nowrap; }
.drop { position: absolute; inset: 8px; display: grid; place-items: center; border: 2px dashed var(--accent-ink); border-radius: 12px; font-weight: 600; color: var(--accent-ink); background: var(--accent-tint); pointer-events: none; }
@media (max-width: 480px) { section { inset: 0; width: auto; height: 100dvh; border: 0; border-radius: 0; } }
`

const controls = `
button, input, textarea { font: inherit; color: inherit; }
button { cursor: pointer; border: 0; background: none; }
button:disabled { cursor: default; }
:focus-visible { outline: 2px solid var(--accent-ink); outline-offset: 2px; border-radius: 6px; }
.scroller:focus-visible { outline-offset: -3px; }
.icon { flex: none; display: grid; place-items: center; width: 40px; height: 40px; padding: 0; border-radius: 10px; color: var(--quiet); }
.icon:hover:not(:disabled) { color: var(--ink); background: var(--sunken); }
.primary, .secondary { display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-height: 42px; padding: 8px 18px; border-radius: 10px; font-weight: 600; text-align: center; }
.primary { color: var(--on-accent); background: var(--accent); }
.primary:hover:not(:disabled) { background: color-mix(in oklab, var(--accent) 88%, #000); }
.secondary { border: 1px solid var(--edge); }
.secondary:hover:not(:disabled) { background: var(--sunken); }
.primary:disabled, .secondary:disabled { opacity: .55; }
.link { display: inline-flex; align-items: center; gap: 4px; min-height: 32px; padding: 4px 2px; font-weight: 600; font-size: 14px; color: var(--accent-ink); text-decoration: underline transparent; text-underline-offset: 3px; }
.link:hover { text-decoration-color: currentColor; }
.link svg { width: 16px; height: 16px; }
.wide { width: 100%; }
.sure { flex: none; min-height: 36px; padding: 6px 12px; border-radius: 10px; font-size: 13px; font-weight: 600; color: #fff; background: #b42318; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
.centre { justify-content: center; }
.stack { display: flex; flex-direction: column; align-items: stretch; gap: 8px; margin-top: 4px; }
.stack .link { justify-content: center; }
label { display: flex; flex-direction: column; gap: 4px; font-size: 13px; font-weight: 600; color: var(--quiet); }
input, textarea { width: 100%; padding: 9px 11px; border: 1px solid var(--edge); border-radius: 9px; font-size: 15px; font-weight: 400; color: var(--ink); background: var(--surface); }
textarea { resize: none; }
.hint { font-size: 13px; color: var(--quiet); }
.problem { color: light-dark(#b42318, #f7a197); font-size: 13px; }
.good { color: var(--ok-ink); }
.notice { padding: 9px 12px; border-radius: 9px; font-size: 14px; color: var(--warn-ink); background: var(--warn-tint); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 480px) { input, textarea { font-size: 16px; } }
`

const log = `
.welcome { margin: 8px 4px 16px; color: var(--quiet); }
.log { display: flex; flex-direction: column; gap: 6px; }
.day { display: flex; align-items: center; gap: 12px; margin: 6px 0 2px; font-size: 12.5px; color: var(--quiet); }
.day::before, .day::after { content: ""; flex: 1; height: 1px; background: var(--line); }
.line { margin: 8px 20px; font-size: 13px; text-align: center; text-wrap: balance; color: var(--quiet); }
.line[data-good="true"] { color: var(--ok-ink); font-weight: 600; }
.said { display: flex; flex-direction: column; align-items: flex-start; gap: 6px; max-width: 88%; position: relative; }
.said[data-first="true"] { margin-top: 8px; }
.said:has(.card) { width: 100%; max-width: 100%; }
.mine { align-self: flex-end; align-items: flex-end; }
.author { font-size: 12.5px; font-weight: 600; color: var(--quiet); }
.time { margin-left: 8px; font-weight: 400; }
.bubble { max-width: 100%; padding: 9px 13px; border-radius: 16px; background: var(--sunken); overflow-wrap: anywhere; }
.bot .bubble, .person .bubble { border-bottom-left-radius: 5px; }
.person .bubble { background: var(--accent-tint); }
.mine .bubble { border-bottom-right-radius: 5px; color: var(--on-accent); background: var(--accent); white-space: pre-wrap; }
.waiting .bubble { opacity: .75; }
.waiting[data-failed="true"] .bubble { opacity: 1; color: var(--ink); background: var(--surface); box-shadow: inset 0 0 0 1.5px light-dark(#b42318, #f7a197); }
.bubble > :not(:last-child), .passage > :not(:last-child) { margin-bottom: 7px; }
.bubble ul, .passage ul, .prose ul { list-style: disc; padding-left: 1.25em; }
.bubble ol, .passage ol, .prose ol { margin: 0; padding-left: 1.4em; }
.bubble a, .passage a, .prose a { color: var(--accent-ink); text-underline-offset: 2px; }
code { padding: 1px 5px; border-radius: 5px; font-size: .92em; background: light-dark(rgb(16 24 40 / .07), rgb(255 255 255 / .1)); overflow-wrap: anywhere; }
.fate { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 2px 6px; font-size: 12.5px; color: var(--quiet); }
.fate svg { width: 14px; height: 14px; }
.fate .link { font-size: 12.5px; min-height: 26px; }
.fate .problem { flex-basis: 100%; text-align: right; }
.picture canvas { display: block; max-width: 240px; max-height: 180px; border: 1px solid var(--line); border-radius: 12px; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; }
.choice { min-height: 38px; padding: 6px 14px; border: 1px solid color-mix(in oklab, var(--accent-ink) 55%, var(--surface)); border-radius: 19px; font-weight: 550; font-size: 14px; text-align: left; color: var(--accent-ink); background: var(--surface); }
.choice:hover:not(:disabled) { background: var(--accent-tint); }
.typing { display: flex; align-items: center; gap: 10px; margin-top: 10px; font-size: 13px; color: var(--quiet); }
.dots { display: inline-flex; gap: 4px; padding: 11px 13px; border-radius: 16px; background: var(--sunken); }
.dots i { width: 6px; height: 6px; border-radius: 50%; background: var(--quiet); animation: dot 1.2s infinite; }
.dots i:nth-child(2) { animation-delay: .15s; } .dots i:nth-child(3) { animation-delay: .3s; }
@keyframes dot { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; } }
.now:not(:empty) { margin-top: 14px; }
`

const cards = `
.card { width: 100%; display: flex; flex-direction: column; gap: 10px; padding: 14px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); }
.card > * { max-width: 100%; }
.card h3 { font-size: 15.5px; line-height: 1.3; font-weight: 650; text-wrap: balance; }
.card form { display: flex; flex-direction: column; align-items: flex-start; gap: 10px; }
.card form > label { width: 100%; }
.card > .link, .card > .primary:not(.wide) { align-self: flex-start; }
.kicker { display: flex; align-items: center; gap: 6px; font-size: 12.5px; font-weight: 600; color: var(--quiet); }
.kicker svg { width: 16px; height: 16px; }
.ticket .kicker { color: var(--ok-ink); }
.passage { font-size: 14.5px; }
.ask { font-weight: 550; }
.place { font-size: 19px; font-weight: 650; font-variant-numeric: tabular-nums; }
.facts { display: grid; gap: 7px; font-size: 14px; width: 100%; }
.facts div { display: grid; grid-template-columns: minmax(84px, 28%) minmax(0, 1fr); gap: 10px; }
.facts .whole { grid-template-columns: 1fr; gap: 0; }
.nowrap { white-space: nowrap; }
.facts dt { color: var(--quiet); }
.facts dd { overflow-wrap: anywhere; }
.badge { display: inline-block; padding: 0 7px; border-radius: 8px; font-size: 11.5px; line-height: 18px; white-space: nowrap; color: var(--quiet); background: var(--sunken); }
.draft { border-color: color-mix(in oklab, var(--accent-ink) 45%, var(--surface)); }
.draft textarea { resize: vertical; field-sizing: content; min-height: 96px; max-height: 240px; }
.links { display: flex; flex-direction: column; }
.links.card { padding: 4px; gap: 0; }
.links button, .links a { display: flex; align-items: center; gap: 12px; width: 100%; min-height: 44px; padding: 9px 10px; border-radius: 10px; text-align: left; text-decoration: none; color: var(--ink); }
.links button:hover, .links a:hover { background: var(--sunken); }
.links span { flex: 1; min-width: 0; }
.links b { display: block; font-weight: 550; }
.links small { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font-size: 13px; color: var(--quiet); }
.links svg { color: var(--quiet); }
.links ul { padding: 0 0 6px 12px; }
.links ul button { font-size: 14px; color: var(--accent-ink); min-height: 38px; }
.links [aria-expanded="true"] svg { transform: rotate(90deg); }
.home { display: flex; flex-direction: column; gap: 12px; }
.home > * { flex: none; }
.home h2, .article h2 { font-size: 21px; line-height: 1.25; font-weight: 680; letter-spacing: -.01em; text-wrap: balance; }
.home h3, .article h3 { margin-top: 6px; font-size: 13px; font-weight: 650; color: var(--quiet); }
.home .links { margin: -4px -10px 0; }
.search { position: relative; }
.search svg { position: absolute; left: 12px; top: 12px; color: var(--quiet); pointer-events: none; }
.search input { height: 44px; padding-left: 42px; border-radius: 12px; }
.article h2 { outline: 0; margin: 2px 0 12px; }
.article > .wide { margin-top: 16px; }
.prose > :not(:last-child) { margin-bottom: 12px; }
.prose { margin-bottom: 14px; overflow-wrap: anywhere; }
.prose h2 { font-size: 16.5px; margin: 18px 0 6px; }
.prose h3 { font-size: 15px; color: var(--ink); }
.prose li + li { margin-top: 5px; }
.prose pre { padding: 10px 12px; border-radius: 9px; overflow-x: auto; background: var(--sunken); }
.prose table { border-collapse: collapse; display: block; overflow-x: auto; }
.prose td, .prose th { padding: 5px 9px; border: 1px solid var(--line); text-align: left; }
`

const writing = `
.composer { display: flex; flex-direction: column; gap: 8px; }
.writing { display: flex; align-items: flex-end; gap: 4px; padding: 3px; border: 1px solid var(--edge); border-radius: 14px; background: var(--surface); }
.writing:focus-within { border-color: var(--accent-ink); box-shadow: 0 0 0 1px var(--accent-ink); }
.writing textarea { flex: 1; min-height: 40px; max-height: 132px; padding: 9px 2px; border: 0; outline: 0; background: none; field-sizing: content; line-height: 22px; }
.writing textarea::placeholder, .search input::placeholder { color: var(--quiet); opacity: 1; }
.send { color: var(--on-accent); background: var(--accent); }
.send:hover:not(:disabled) { color: var(--on-accent); background: color-mix(in oklab, var(--accent) 88%, #000); }
.send:disabled { color: var(--edge); background: var(--sunken); }
.preview { display: flex; align-items: center; gap: 10px; padding: 8px; border-radius: 12px; font-size: 13px; background: var(--sunken); }
.preview canvas { flex: none; width: 56px; height: 56px; object-fit: cover; border-radius: 8px; background: var(--line); }
.preview div { flex: 1; min-width: 0; display: flex; flex-direction: column; align-items: flex-start; gap: 2px; }
.preview .name { max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 600; }
progress { width: 100%; height: 6px; accent-color: var(--accent); }
.human { margin: -2px 0 4px 2px; }
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; } }
@media (forced-colors: active) {
  .bubble, .card, .primary, .send, .badge, .avatar, .note { border: 1px solid; }
  .dots i { background: CanvasText; forced-color-adjust: none; }
}
`

export const panelStyles = frame + controls + log + cards + writing
