/** The transcript's look: who speaks is told by side, colour and a name; a note also by its shape. */
import {css} from 'lit'

export const transcriptStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .log {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 12px clamp(12px, 2.5%, 28px) 18px;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 14px 0 10px;
    color: var(--ink-soft);
    font-size: 12px;
    font-weight: 600;
  }
  .line::before,
  .line::after {
    content: '';
    flex: 1;
    border-top: 1px solid var(--line);
  }
  .line.new {
    color: var(--bad);
  }
  .line.new::before,
  .line.new::after {
    border-color: var(--bad);
  }
  .event {
    margin: 8px auto;
    max-width: 60ch;
    color: var(--ink-soft);
    font-size: var(--small);
    text-align: center;
    overflow-wrap: anywhere;
  }
  time {
    color: var(--ink-soft);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    font-weight: 400;
  }
  .said {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    padding-top: 3px;
  }
  .said.head {
    padding-top: 12px;
  }
  .said header,
  .note header,
  .botpart header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 7px;
    margin-bottom: 3px;
    font-size: var(--small);
  }
  .bubble {
    max-width: min(64ch, 86%);
    padding: 8px 12px;
    border-radius: 4px 14px 14px;
    background: var(--customer);
    overflow-wrap: anywhere;
  }
  .text {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .bot .bubble {
    border: 1px solid var(--line);
    background: var(--surface);
    color: var(--ink-soft);
  }
  .bot strong {
    color: var(--ink);
  }
  .operator {
    align-items: flex-end;
  }
  .operator .bubble {
    border-radius: 14px 4px 14px 14px;
    background: var(--mine);
  }
  .sending .bubble {
    opacity: 0.7;
  }
  .failed.said .bubble {
    background: var(--bad-soft);
    outline: 1px solid var(--bad);
  }
  .failed.said header span,
  .again button {
    color: var(--bad);
  }
  .again {
    display: flex;
    gap: 12px;
    padding-top: 4px;
  }
  .chose {
    color: var(--ink-soft);
  }
  .offered {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 6px;
    padding-top: 6px;
  }
  .offered span {
    padding: 1px 9px;
    border: 1px dashed var(--line-strong);
    border-radius: 999px;
  }
  .dots {
    padding-left: 18px;
    list-style: disc;
  }
  .facts {
    display: grid;
    grid-template-columns: minmax(90px, auto) 1fr;
    gap: 4px 14px;
  }
  .facts dt {
    color: var(--ink-soft);
    font-size: var(--small);
  }
  .facts dd {
    overflow-wrap: anywhere;
  }
  .botpart {
    margin: 8px 0;
    padding: 12px 16px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--raised);
  }
  .botpart .failed {
    color: var(--bad);
  }
  .botpart .link {
    justify-self: start;
    margin-top: 8px;
  }
  .note {
    margin: 12px 0 6px;
    padding: 10px 14px;
    border: 2px dashed var(--note-line);
    border-radius: 0;
    background: var(--note);
    color: var(--note-ink);
  }
  .note header {
    font-size: var(--small);
  }
  .note time,
  .note header span {
    color: inherit;
  }
  .note .only {
    margin-left: auto;
    font-weight: 650;
  }
  .older,
  .latest {
    display: flex;
    margin: 4px auto 10px;
  }
  .latest {
    position: absolute;
    bottom: 8px;
    left: 50%;
    margin: 0;
    transform: translateX(-50%);
    border-radius: 999px;
    box-shadow: var(--shadow);
  }
  .typing {
    min-height: 22px;
    padding: 0 clamp(12px, 2.5%, 28px);
    color: var(--ink-soft);
    font-size: var(--small);
  }
`
