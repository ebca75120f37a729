// Which modules of the client share a file. Left alone, the bundler makes some 300 files, half of them under 1 kB: a phone
// fetches each on its own when it installs, and small files zip badly. Here the two screens that somebody may wait for on a
// slow line, the door and the phone's Today, are a file each and one for what both need; what several other pages need is a
// file for each set of faces that need it, so that no face loads what only another shows.
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Where those screens begin; `ground` is what every page begins with, the page for errors too: SvelteKit always loads it. */
const screens = {
  ground:
    /\/(kit\/src\/runtime\/client\/entry\.js|src\/hooks\.client\.ts|src\/routes\/\+(layout|error)\.svelte)$/,
  today: /src\/routes\/\(phone\)\/(\+layout|today\/\+page)\.svelte$/,
  entrance: /src\/routes\/(join\/)?\+page\.svelte$/,
};
type Screen = keyof typeof screens;
/** The faces of the app, by the folder of their routes; what lies in none of them is the door. */
const faces = {
  phone: /\/src\/routes\/\(phone\)\//,
  kiosk: /\/src\/routes\/\(kiosk\)\//,
  desk: /\/src\/routes\/\(desk\)\//,
  door: /\/src\/routes\/(?!\()/,
};
const page = /\/src\/routes\/.*\+(page|layout|error)\.(svelte|ts)$/;
/** Libraries come along by themselves; of the words, only those that are said. */
const ours = /\/src\/(lib\/(?!paraglide\/[a-z]+\.js)|routes\/|hooks)|\/@(lucide\/svelte|sveltejs\/kit)\//;
const words = fileURLToPath(new URL('src/lib/paraglide/messages/', import.meta.url));

const sets = Object.keys(faces).reduce<string[][]>(
  (all, face) => [...all, ...all.map((each) => [...each, face])],
  [[]],
);

export function chunks(): Plugin {
  const screenOf = new Map<string, Screen>();
  /** The pages that need a module. */
  const neededBy = new Map<string, Set<string>>();
  const group = (id: string): string | undefined => {
    const pages = [...(neededBy.get(id) ?? [])];
    if (screenOf.has(id)) return screenOf.get(id);
    if (pages.length < 3) return undefined; // what two share is not worth loading on all pages of a face
    return Object.entries(faces)
      .filter(([, routes]) => pages.some((each) => routes.test(each)))
      .map(([face]) => face)
      .join('-');
  };
  return {
    name: 'yardem-chunks',
    buildEnd() {
      const ids = [...this.getModuleIds()];
      const visit = (id: string, seen: Set<string>) => {
        if (seen.has(id) || !ours.test(id) || id.includes('?')) return;
        seen.add(id);
        const { importedIds = [], code } = this.getModuleInfo(id) ?? {};
        for (const each of importedIds) visit(each, seen);
        for (const [, word = ''] of code?.matchAll(/\bm\.(\w+)/g) ?? []) visit(`${words}${word}.js`, seen);
      };
      screenOf.clear();
      for (const screen of Object.keys(screens) as Screen[]) {
        const seen = new Set<string>();
        for (const id of ids) if (screens[screen].test(id)) visit(id, seen);
        for (const id of seen) screenOf.set(id, screenOf.has(id) ? 'ground' : screen);
      }
      neededBy.clear();
      for (const id of ids.filter((each) => page.test(each))) {
        const seen = new Set<string>();
        visit(id, seen);
        for (const each of seen) neededBy.set(each, (neededBy.get(each) ?? new Set<string>()).add(id));
      }
    },
    configEnvironment: (name) =>
      name === 'client'
        ? {
            build: {
              // Every chunk is precached: lists of chunks to fetch ahead would only make the first screen heavier.
              modulePreload: false,
              rolldownOptions: {
                output: {
                  codeSplitting: {
                    // What more need goes first: a group takes along what its modules import.
                    groups: [
                      ...Object.keys(screens).map((screen, at) => ({ name: screen, priority: 9 - at })),
                      ...sets.slice(1).map((set) => ({ name: set.join('-'), priority: set.length })),
                    ].map((each) => ({ ...each, test: (id: string) => group(id) === each.name })),
                  },
                },
              },
            },
          }
        : undefined,
  };
}
