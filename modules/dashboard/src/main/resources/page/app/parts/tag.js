/** A word in the colour of its meaning, with a sign before it for those who do not see colours. */
import { html } from 'lit';
import { count } from '../format.js';

const SIGNS = { ok: '✓', warning: '!', error: '✕', neutral: '•', info: 'i' };

export function tag(level, text) {
  return html`<span class="tag ${level}"><span class="tag-sign" aria-hidden="true">${SIGNS[level]}</span>${text}</span>`;
}

/** The level of a health status. */
export function levelOf(status) {
  return { HEALTH_OK: 'ok', HEALTH_WARN: 'warning', HEALTH_ERR: 'error' }[status] ?? 'neutral';
}

/**
 * What the health is at a glance: {level, text}. It is not green while there is something to know that no health check counts.
 *
 * @param status the health status
 * @param notes  how many notes stand beside it
 */
export function glance(status, notes) {
  const text = { HEALTH_OK: 'Healthy', HEALTH_WARN: 'Warning', HEALTH_ERR: 'Error' }[status] ?? status;
  return notes && status === 'HEALTH_OK'
    ? { level: 'info', text: `${text}, ${count(notes, 'note')}` }
    : { level: levelOf(status), text };
}
