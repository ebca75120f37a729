export const themes = ['auto', 'light', 'dark', 'outdoors'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'theme';
const isTheme = (word: string | null): word is Theme => (themes as readonly (string | null)[]).includes(word);

/** The look this phone was last set to. */
export function theme(): Theme {
  const kept = localStorage.getItem(KEY);
  return isTheme(kept) ? kept : 'auto';
}

/** Shows a look, and goes on showing it: a choice of the phone, never sent anywhere. */
export function wear(chosen: Theme): void {
  localStorage.setItem(KEY, chosen);
  dress();
}

/** Shows what was chosen; 'auto' leaves it to the device. */
export function dress(): void {
  const chosen = theme();
  if (chosen === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
