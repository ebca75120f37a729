export { default as PouchDB } from 'pouchdb-browser';
export { default as find } from 'pouchdb-find';
