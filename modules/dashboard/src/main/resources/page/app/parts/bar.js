/** A bar that shows how full something is. The number stands beside it: colour is never alone. */
import { html, nothing, svg } from 'lit';

/**
 * @param ratio  0 to 1
 * @param label  what is full, for readers
 * @param limits the ratios from which on it is nearly full, and full
 */
export function bar(ratio, label, limits = { nearfull: 0.85, full: 0.95 }) {
  if (ratio === null || ratio === undefined || Number.isNaN(ratio)) {
    return html`<span class="muted">–</span>`;
  }
  const level = ratio >= limits.full ? 'error' : ratio >= limits.nearfull ? 'warning' : 'ok';
  const word = { error: 'full', warning: 'nearly full', ok: '' }[level];
  const width = Math.max(0, Math.min(100, ratio * 100)).toFixed(2);
  return html`<span class="bar">
    <svg class="bar-track" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"
      aria-label="${label}: ${(ratio * 100).toFixed(1)} % used">
      ${svg`<rect class="bar-fill ${level}" width="${width}" height="8"></rect>
      <rect class="bar-mark" x="${limits.nearfull * 100}" width="0.6" height="8"></rect>`}
    </svg>
    <span class="bar-text">${(ratio * 100).toFixed(1)} %${word ? html` <span class="tag ${level}">${word}</span>` : nothing}</span>
  </span>`;
}
