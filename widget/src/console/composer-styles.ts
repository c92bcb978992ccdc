/** The composer's look; a note differs from a reply by shape, colour, label and button. */
import {css} from 'lit'

export const composerStyles = css`
  :host {
    display: block;
    padding: 10px clamp(12px, 2.5%, 28px) 12px;
    border-top: 1px solid var(--line);
    background: var(--surface);
  }
  form {
    border: 1.5px solid var(--line-strong);
    border-radius: 14px;
    background: var(--surface);
  }
  form:focus-within {
    border-color: var(--accent);
    box-shadow: 0 0 0 1px var(--accent);
  }
  textarea {
    display: block;
    width: 100%;
    min-height: 62px;
    max-height: 34dvh;
    padding: 10px 14px 4px;
    border: 0;
    outline: 0;
    background: none;
    resize: none;
    field-sizing: content;
  }
  textarea:focus-visible {
    outline: 0; /* the frame around it shows the focus */
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    padding: 4px 8px 8px 8px;
  }
  .foot .hint {
    flex: 1;
    text-align: right;
    color: var(--ink-soft);
  }
  .over {
    color: var(--bad);
    font-weight: 600;
  }
  .banner {
    display: flex;
    gap: 8px;
    align-items: center;
    margin-bottom: 8px;
    padding: 8px 12px;
    border-radius: 8px;
    background: var(--note);
    color: var(--note-ink);
  }
  .banner.bad {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .label {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 8px 14px 0;
    color: var(--note-ink);
    font-weight: 700;
  }
  :host([mode='note']) form {
    border: 2px dashed var(--note-line);
    border-radius: 0;
    background: var(--note);
  }
  :host([mode='note']) form:focus-within {
    box-shadow: 0 0 0 2px var(--note-line);
  }
  :host([mode='note']) textarea,
  :host([mode='note']) .hint {
    color: var(--note-ink);
  }
  .save {
    border: 2px solid var(--note-line);
    border-radius: 0;
    background: var(--note-ink);
    color: var(--note);
    font-weight: 650;
  }
  .save:hover:not(:disabled) {
    background: color-mix(in srgb, var(--note-ink) 85%, var(--note));
    border-color: var(--note-ink);
  }
  ::placeholder {
    color: var(--ink-soft);
    opacity: 1;
  }
  @media (max-width: 640px) {
    .hint {
      display: none;
    }
    .foot button:last-child {
      margin-left: auto;
    }
  }
`
