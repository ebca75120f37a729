import { getContext, setContext } from 'svelte';

const KEY = Symbol('foot');

/** Tells what stands on a screen how high the bar at its foot is, in pixels. */
export const provideFoot = (height: () => number): unknown => setContext(KEY, height);

/** How high the bar at the foot of the screen is, in pixels: what sticks there stands above it. */
export const useFoot = (): (() => number) => getContext<(() => number) | undefined>(KEY) ?? (() => 0);
