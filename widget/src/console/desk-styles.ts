/** How the panes share the screen: three, two with the customer's card over, or one at a time. */
import {css} from 'lit'

export const deskStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100dvh;
    background: var(--ground);
  }
  main {
    position: relative;
    display: grid;
    grid-template-columns: 300px minmax(0, 1fr) 340px;
    flex: 1;
    min-height: 0;
  }
  main[data-tab='tickets'] {
    grid-template-columns: 300px minmax(0, 1fr);
  }
  .side {
    min-height: 0;
    overflow-y: auto;
    border-right: 1px solid var(--line);
    background: var(--surface);
  }
  console-offers {
    position: sticky;
    top: 0;
    z-index: 2;
  }
  console-customer {
    border-left: 1px solid var(--line);
  }
  .strip {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    padding: 6px 14px;
    background: var(--accent-soft);
    font-size: var(--small);
    font-weight: 600;
  }
  .strip.bad {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .strip.warn {
    background: var(--note);
    color: var(--note-ink);
  }
  .strip button {
    min-height: 26px;
    padding: 2px 6px;
  }
  .tabs {
    display: none;
  }
  @media (max-width: 1199px) {
    main {
      grid-template-columns: 280px minmax(0, 1fr);
    }
    main[data-tab='tickets'] {
      grid-template-columns: 280px minmax(0, 1fr);
    }
    console-customer {
      position: absolute;
      inset: 0 0 0 auto;
      z-index: 3;
      width: min(340px, 90%);
      box-shadow: var(--shadow);
    }
    main:not([data-pane='card']) console-customer {
      display: none;
    }
  }
  @media (max-width: 860px) {
    main,
    main[data-tab='tickets'] {
      grid-template-columns: 236px minmax(0, 1fr);
    }
  }
  @media (max-width: 640px) {
    main,
    main[data-tab='tickets'] {
      grid-template-columns: minmax(0, 1fr);
    }
    main[data-pane='desk'] > :not(.side),
    main:not([data-pane='desk']) > .side,
    main[data-pane='card'] > console-talk {
      display: none;
    }
    console-customer {
      position: static;
      width: auto;
      border: 0;
      box-shadow: none;
    }
    main[data-pane='talk'] > console-customer {
      display: none;
    }
    .side {
      border: 0;
    }
    .tabs {
      display: grid;
      grid-template-columns: repeat(4, 1fr);
      border-top: 1px solid var(--line);
      background: var(--surface);
      padding-bottom: env(safe-area-inset-bottom);
    }
    .tabs button {
      position: relative;
      flex-direction: column;
      gap: 0;
      min-height: 54px;
      padding: 4px 2px;
      border: 0;
      border-radius: 0;
      background: none;
      font-size: 12px;
    }
    .tabs [aria-current='true'] {
      color: var(--accent);
      font-weight: 700;
      box-shadow: inset 0 3px var(--accent);
    }
    .tabs .count {
      position: absolute;
      top: 4px;
      left: calc(50% + 8px);
      min-width: 18px;
      padding: 0 5px;
      border-radius: 9px;
      background: var(--bad);
      color: var(--surface);
      font-size: 11px;
      font-weight: 700;
      line-height: 18px;
    }
  }
`
