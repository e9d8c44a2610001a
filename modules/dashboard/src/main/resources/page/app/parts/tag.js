/** A word in the colour of its meaning, with a sign before it for those who do not see colours. */
import { html } from 'lit';

const SIGNS = { ok: '✓', warning: '!', error: '✕', neutral: '•', info: 'i' };

export function tag(level, text) {
  return html`<span class="tag ${level}"><span class="tag-sign" aria-hidden="true">${SIGNS[level]}</span>${text}</span>`;
}

/** The level of a health status. */
export function levelOf(status) {
  return { HEALTH_OK: 'ok', HEALTH_WARN: 'warning', HEALTH_ERR: 'error' }[status] ?? 'neutral';
}
