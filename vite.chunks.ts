// Which modules of the client share a file. Left alone, the bundler makes some 300 files, half of them under 1 kB: a phone
// fetches each on its own when it installs, and small files zip badly. Here the phone's first screen is one file, and what
// several pages need is one file for each set of faces that need it, so that no face loads what only another shows.
import type { Plugin } from 'vite';

/** The faces of the app, by the folder of their routes; what lies in none of them is the door. */
const faces = [
  { name: 'phone', routes: /\/src\/routes\/\(phone\)\// },
  { name: 'kiosk', routes: /\/src\/routes\/\(kiosk\)\// },
  { name: 'desk', routes: /\/src\/routes\/\(desk\)\// },
  { name: 'door', routes: /\/src\/routes\/(?!\()/ },
] as const;
const page = /\/src\/routes\/.*\+(page|layout|error)\.(svelte|ts)$/;
const firstPages = /\/src\/routes\/(\+layout\.svelte|\(phone\)\/(\+layout|today\/\+page)\.svelte)$/;
const ours = /\/src\/(lib\/(?!paraglide)|routes\/)|\/@lucide\/svelte\//;
const said = /\bm\.(\w+)/g;
const words = /\/src\/lib\/paraglide\/messages\/(?!_index)(\w+)\.js$/;

export function chunks(): Plugin {
  /** What the phone's first screen shows; its words and libraries come along by themselves. */
  const first = new Set<string>();
  /** The pages that a module or a message is needed by. */
  const neededBy = new Map<string, Set<string>>();
  const group = (id: string): string | null => {
    if (first.has(id)) return 'first';
    const pages = [...(neededBy.get(words.exec(id)?.[1] ?? id) ?? [])];
    if (pages.length < 3) return null; // what two share is not worth loading on all pages of a face
    return faces
      .filter(({ routes }) => pages.some((each) => routes.test(each)))
      .map(({ name }) => name)
      .join('-');
  };
  const sets = Array.from({ length: 2 ** faces.length - 1 }, (_, which) =>
    faces.filter((_, at) => (which + 1) & (1 << at)).map(({ name }) => name),
  );
  return {
    name: 'yardem-chunks',
    buildEnd() {
      const module = (id: string) => this.getModuleInfo(id);
      first.clear();
      neededBy.clear();
      const follow = (id: string, found: Set<string>) => {
        if (found.has(id) || !ours.test(id) || id.includes('?')) return;
        found.add(id);
        const info = module(id);
        for (const [, key = ''] of info?.code?.matchAll(said) ?? []) found.add(key);
        info?.importedIds.forEach((each) => follow(each, found));
      };
      const pages = [...this.getModuleIds()].filter((id) => page.test(id));
      for (const id of pages.filter((each) => firstPages.test(each))) follow(id, first);
      for (const id of pages) {
        const found = new Set<string>();
        follow(id, found);
        for (const each of found) {
          if (!neededBy.has(each)) neededBy.set(each, new Set());
          neededBy.get(each)?.add(id);
        }
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
                    // What most faces need goes first: a group takes along what its modules import.
                    groups: [['first'], ...sets].map((set) => ({
                      name: set.join('-'),
                      priority: set[0] === 'first' ? 9 : set.length,
                      test: (id: string) => group(id) === set.join('-'),
                    })),
                  },
                },
              },
            },
          }
        : undefined,
  };
}
