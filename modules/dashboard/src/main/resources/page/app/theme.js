/** Light or dark: as the system says, or as it was chosen here. */
const KEY = 'reeve-theme';
const DARK = matchMedia('(prefers-color-scheme: dark)');

let choice = stored();

function stored() {
  try {
    return localStorage.getItem(KEY) ?? 'auto';
  } catch { // storage is switched off
    return 'auto';
  }
}

function show() {
  document.documentElement.dataset.theme = choice === 'auto' ? (DARK.matches ? 'dark' : 'light') : choice;
  window.dispatchEvent(new Event('themechange'));
}

export const theme = {
  get choice() {
    return choice;
  },

  choose(chosen) {
    choice = chosen;
    try {
      localStorage.setItem(KEY, chosen);
    } catch { // it holds for this page alone
    }
    show();
  },
};

DARK.addEventListener('change', show);
show();
