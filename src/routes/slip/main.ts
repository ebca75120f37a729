import { mount } from 'svelte';
import SlipPage from './SlipPage.svelte';

/** Where the page behind a slip's QR code begins: a bundle of its own (vite.slip.config.ts), without the app around it. */
const target = document.getElementById('slip');
if (target) {
  target.replaceChildren();
  mount(SlipPage, { target });
}
