/** Numbers and times as people read them. */
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

export function bytes(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return '–';
  }
  let unit = 0;
  let left = Math.abs(value);
  while (left >= 1024 && unit < UNITS.length - 1) {
    left /= 1024;
    unit++;
  }
  const text = unit === 0 || left >= 100 ? Math.round(left).toString() : left.toFixed(1);
  return `${value < 0 ? '−' : ''}${text} ${UNITS[unit]}`;
}

export function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return '–';
  }
  const size = Math.abs(value);
  if (size >= 1e15) {
    return value.toExponential(2);
  }
  return value.toLocaleString('en', { maximumFractionDigits: size >= 100 ? 0 : size >= 1 ? 2 : 4 });
}

export function percent(ratio) {
  return ratio === null || ratio === undefined || Number.isNaN(ratio) ? '–' : `${(ratio * 100).toFixed(1)} %`;
}

export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) {
    return `${s} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min`;
  }
  if (s < 86_400) {
    return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  }
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}

export function since(stamp) {
  const then = Date.parse(stamp);
  return Number.isNaN(then) ? '–' : span((Date.now() - then) / 1000);
}

export function clock(stamp) {
  const date = new Date(stamp);
  const two = (n) => String(n).padStart(2, '0');
  return Number.isNaN(date.getTime())
    ? '–'
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Many of a thing, in words. */
export function count(n, one, many = `${one}s`) {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
