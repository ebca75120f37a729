/** The little of the rivals that the benchmark uses: so that the check does not need them to be installed. */
declare module 'rxdb/plugins/core' {
  export interface RxDatabase {
    addCollections<C>(collections: Record<keyof C, { schema: object }>): Promise<C>;
  }
  interface RxDocument<D> {
    toJSON(): D;
  }
  interface RxQuery<R> {
    exec(): Promise<R>;
  }
  export interface RxCollection<D> {
    count(): RxQuery<number>;
    find(query: {
      selector: Partial<D>;
      sort: Partial<Record<keyof D, 'asc' | 'desc'>>[];
      limit: number;
    }): RxQuery<RxDocument<D>[]>;
    findByIds(ids: string[]): RxQuery<Map<string, RxDocument<D>>>;
    bulkUpsert(docs: D[]): Promise<{ error: unknown[] }>;
  }
  export function createRxDatabase(options: {
    name: string;
    storage: object;
    multiInstance: boolean;
    eventReduce: boolean;
  }): Promise<RxDatabase>;
}

declare module 'rxdb/plugins/storage-dexie' {
  export function getRxStorageDexie(): object;
}

declare module 'rxdb/plugins/replication' {
  import type { RxCollection } from 'rxdb/plugins/core';
  interface Stream<T> {
    subscribe(heard: (value: T) => void): void;
  }
  export interface Replication<D> {
    sent$: Stream<D>;
    received$: Stream<D>;
    error$: Stream<unknown>;
    awaitInitialReplication(): Promise<void>;
    awaitInSync(): Promise<true>;
    reSync(): void;
  }
  export function replicateRxCollection<D, C>(options: {
    collection: RxCollection<D>;
    replicationIdentifier: string;
    live: boolean;
    waitForLeadership: boolean;
    pull: {
      batchSize: number;
      handler(checkpoint: C | undefined, limit: number): Promise<{ documents: D[]; checkpoint: C }>;
    };
    push: { batchSize: number; handler(rows: { newDocumentState: D }[]): Promise<D[]> };
  }): Replication<D>;
}

declare module 'pouchdb-browser' {
  interface Replicated {
    ok: boolean;
    docs_written: number;
  }
  interface Batches {
    batch_size: number;
    batches_limit: number;
  }
  export default class PouchDB<D extends object> {
    static plugin(plugin: object): void;
    constructor(
      name: string,
      options?: { adapter?: string; auto_compaction?: boolean; fetch?: typeof fetch },
    );
    replicate: {
      from(source: PouchDB<D>, options: Batches): Promise<Replicated>;
      to(target: PouchDB<D>, options: Batches): Promise<Replicated>;
    };
    createIndex(options: { index: { fields: string[] } }): Promise<void>;
    find(query: { selector: object; sort: string[]; limit: number }): Promise<{ docs: D[] }>;
    allDocs(options: { keys: string[]; include_docs: true }): Promise<{ rows: { doc?: D }[] }>;
    bulkDocs(docs: D[]): Promise<{ ok?: boolean }[]>;
  }
}

declare module 'pouchdb-find' {
  const plugin: object;
  export default plugin;
}
