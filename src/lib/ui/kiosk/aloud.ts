/** The words on the screen that are meant to be read aloud, in their order. */
export function wordsAloud(): string {
  const parts = document.querySelectorAll<HTMLElement>('[data-aloud]');
  return [...parts].map((each) => each.innerText.trim()).join('. ');
}
