/** Every screen there is, one line each, in the order of the contact sheet: npm run screens */
export interface Screen {
  /** Names the pictures of it: small letters and hyphens. */
  name: string;
  face: Face;
  /** Where it is. */
  path: string;
  /** What is done to get there, one after another, in the words of follow.ts. */
  press?: readonly string[];
  /** The screen whose steps left behind what is seen here. */
  after?: string;
  /** What must be seen before its picture is taken: a test id, `*` as above. */
  seen?: string;
}
/** `door`: a device that has not come in yet. */
export type Face = 'door' | 'kiosk' | 'phone' | 'desk';

const asking = ['kiosk-need-help', 'kiosk-service-cleaning', 'kiosk-when-date', 'kiosk-day-*'];
const named = ['kiosk-name-key', 'kiosk-office', 'kiosk-next'];
const part = ['kiosk-area-grid-1', 'kiosk-area-group-1'];
const asked = [...asking, ...named, ...part, 'kiosk-mark-blue', 'kiosk-next'];
const applying = ['kiosk-apply', 'apply-anything', 'kiosk-next', ...named];
const applied = [...applying, ...part, 'kiosk-next'];
const staff = Array<string>(5).fill('kiosk-corner');
/** The desk gives the kiosk a PIN for its staff, or a volunteer a card. */
const staffPin = [
  'at desk',
  'go /desk/devices',
  'staff-pin-*',
  'note staff-pin',
  'staff-pin-noted',
  'at own',
];
const card = ['at desk', 'go /desk/people/volunteer/volunteer-01', 'card-make'];
const carded = [...card, 'note card-number', 'note card-pin', 'at own'];
const signIn = ['kiosk-member', 'type card-number', 'member-next', 'type card-pin'];
/** The slip of a need that is done and nobody has said yet how it was. */
const look = ['type first', 'kiosk-lookup-second', 'type second', 'kiosk-lookup-code', 'type digits'];
const looked = (need: string, door: string) => [`slip ${need}`, door, ...look, 'kiosk-lookup'];
/** Tomorrow is whole at any hour. */
const proposed = ['pick plan-day 1', 'plan-propose'];
const largest = ['letter-size', 'letter-size'];
const atKiosk = ['at kiosk', 'go /kiosk', ...asked, 'kiosk-grown-yes', 'kiosk-confirm'];
const scanned = [...atKiosk, 'scan kiosk-scan', 'at own', 'go kiosk-scan'];

/** A screen at the kiosk: every way begins on its resting screen. */
const kiosk = (name: string, press: readonly string[], seen: string): Screen => ({
  ...{ name, face: 'kiosk', path: '/kiosk', press, seen },
});
const phone = (name: string, path: string, seen = '', press: readonly string[] = []): Screen => ({
  ...{ name, face: 'phone', path, press, seen },
});
const desk = (name: string, path: string, seen: string, press: readonly string[] = []): Screen => ({
  ...{ name, face: 'desk', path, press, seen },
});
const door = (name: string, path: string, seen = '', press: readonly string[] = []): Screen => ({
  ...{ name, face: 'door', path, press, seen },
});

// Not here: /design is not built, /app-shell is what stands while the app loads, /api has no screen; the language page is the kiosk's home.
export const screens: readonly Screen[] = [
  door('door', '/', 'code'),
  door('join', '/join', 'code'),
  door('missing', '/nowhere'),
  door('slip', '/slip', 'slip-told'),
  door('slip-stands', '/slip', 'slip-status', scanned),
  door('slip-sure', '/slip', 'slip-sure', [...scanned, 'slip-cancel']),

  kiosk('kiosk', [], 'kiosk-wall'),
  kiosk('kiosk-person', ['kiosk-person'], 'kiosk-person-close'),
  kiosk('kiosk-notices', ['kiosk-notices'], 'kiosk-notices-close'),
  kiosk('kiosk-ask-what', asking.slice(0, 1), 'kiosk-service-*'),
  kiosk('kiosk-ask-when', asking.slice(0, 3), 'kiosk-day-*'),
  kiosk('kiosk-ask-whom', asking, 'kiosk-name-key'),
  kiosk('kiosk-ask-part', [...asking, ...named], 'kiosk-area-grid-1'),
  kiosk('kiosk-ask-where', [...asking, ...named, ...part], 'kiosk-mark-blue'),
  kiosk('kiosk-read-back', asked, 'kiosk-read-back'),
  kiosk('kiosk-halted', [...asked, 'kiosk-grown-no'], 'kiosk-halted'),
  kiosk('kiosk-disagree', [...asked, 'kiosk-disagree'], 'kiosk-halted'),
  kiosk('kiosk-given', [...asked, 'kiosk-grown-yes', 'kiosk-confirm'], 'kiosk-scan'),
  kiosk('kiosk-paper', [...asked, 'kiosk-grown-yes', 'kiosk-confirm', 'paper'], 'slip-paper'),
  kiosk('kiosk-slip', ['kiosk-what-became'], 'kiosk-lookup-first'),
  kiosk('kiosk-slip-camera', ['kiosk-what-became', 'kiosk-lookup-scan'], 'camera-off'),
  kiosk('kiosk-story', looked('need-hay-today', 'kiosk-what-became'), 'kiosk-story'),
  kiosk('kiosk-erase', [...looked('need-hay-today', 'kiosk-what-became'), 'kiosk-erase'], 'kiosk-erase-yes'),
  kiosk(
    'kiosk-erasing',
    [...looked('need-hay-today', 'kiosk-what-became'), 'kiosk-erase', 'kiosk-erase-yes'],
    'kiosk-erase-asked',
  ),
  kiosk('kiosk-rate', looked('need-haircut-done', 'kiosk-how-was-it'), 'kiosk-rate-good'),
  kiosk(
    'kiosk-thanks',
    [...looked('need-haircut-done', 'kiosk-how-was-it'), 'kiosk-rate-good'],
    'kiosk-thanks',
  ),
  kiosk(
    'kiosk-not-good',
    [...looked('need-phone-help-done', 'kiosk-how-was-it'), 'kiosk-rate-bad'],
    'kiosk-slip-number',
  ),
  kiosk('kiosk-nameless', [...asking, 'kiosk-nameless'], 'kiosk-nameless'),
  kiosk('kiosk-apply-what', applying.slice(0, 1), 'apply-skill-*'),
  kiosk('kiosk-apply-whom', applying.slice(0, 3), 'kiosk-name-key'),
  kiosk('kiosk-apply-part', applying, 'kiosk-area-grid-1'),
  kiosk('kiosk-apply-read', applied, 'apply-read-back'),
  kiosk('kiosk-apply-done', [...applied, 'apply-confirm'], 'apply-thanks'),
  kiosk('kiosk-member', ['kiosk-member'], 'member-number'),
  kiosk('kiosk-member-camera', ['kiosk-member', 'member-scan'], 'camera-off'),
  kiosk('kiosk-member-pin', [...carded, ...signIn.slice(0, 3)], 'member-pin'),
  kiosk('kiosk-member-tasks', [...carded, ...signIn], 'member-tasks'),
  kiosk('kiosk-member-paper', [...carded, ...signIn, 'paper'], 'member-sheet'),
  kiosk(
    'kiosk-member-finish',
    [...carded, ...signIn, 'need.start', 'finish', 'result-partly'],
    'finish-confirm',
  ),
  kiosk('kiosk-no-pin', staff, 'staff-close'),
  kiosk('kiosk-staff-gate', [...staffPin, ...staff], 'staff-close'),
  kiosk('kiosk-staff', [...staffPin, ...staff, 'type staff-pin'], 'staff-facts'),
  kiosk('kiosk-idle', [...asking, 'later 62'], 'kiosk-continue'),
  kiosk('kiosk-largest', largest, 'kiosk-wall'),
  kiosk('kiosk-largest-what', [...largest, ...asking.slice(0, 1)], 'kiosk-service-*'),
  kiosk('kiosk-largest-when', [...largest, ...asking.slice(0, 3)], 'kiosk-day-*'),
  kiosk('kiosk-largest-whom', [...largest, ...asking], 'kiosk-name-key'),
  kiosk('kiosk-largest-read', [...largest, ...asked], 'kiosk-read-back'),
  kiosk('kiosk-largest-slip', [...largest, 'kiosk-what-became'], 'kiosk-lookup-first'),

  phone('today', '/today', 'tasks'),
  phone('way', '/today', 'way', ['show-way']),
  phone('open', '/open', 'claim-*'),
  phone('ask', '/open/ask', 'ask-send'),
  phone('need-offered', '/need/need-cleaning-offer', 'need-status'),
  phone('need-accepted', '/need/need-hay-today', 'need-status'),
  phone('need-give-back', '/need/need-hay-today', 'withdraw-confirm', ['withdraw']),
  phone('need-open', '/need/need-carrying-urgent', 'claim'),
  phone('need-place', '/need/need-streetlight', 'need-status'),
  phone('need-rated', '/need/need-cleaning-good', 'need-status'),
  phone('need-gone', '/need/nowhere'),
  phone('need-goods', '/need/need-goods-open', 'goods-*'),
  phone('need-pledged', '/need/need-goods-open', 'my-pledge', ['pledge']),
  phone('read', '/read', 'know-how'),
  phone('sheet', '/read/sheet-haircut', 'sheet'),
  phone('me', '/me', 'me-lock'),
  phone('me-leave', '/me', 'leave-confirm', ['leave']),
  phone('me-sync', '/me/sync', 'standing'),
  phone('hours', '/me/hours', 'record'),
  phone('availability', '/me/availability', 'available-save'),
  // What changes the day comes after what shows it.
  phone('need-finish', '/need/need-hay-today', 'finish-confirm', ['start', 'finish']),
  phone('need-started', '/need/need-carrying-today', 'finish', ['start']),
  phone('need-partly', '/need/need-hay-today', 'finish-confirm', ['finish', 'result-partly']),
  phone('need-unsent', '/need/need-hay-today', 'need-status', ['offline', 'finish', 'finish-confirm']),
  phone('today-unsent', '/today', 'tasks', ['offline']),
  phone('need-standby', '/need/need-streetlight', 'instead', [
    ...[
      'offline',
      'claim',
      'at desk',
      'go /desk/need/need-streetlight',
      'assign-*',
      'heard',
      'at own',
      'online',
    ],
  ]),
  { ...phone('today-standby', '/today', 'standby'), after: 'need-standby' },
  { ...phone('messages', '/messages', 'message'), after: 'need-standby' },
  phone('lock', '/me/lock', 'pin'),
  phone('lock-type', '/me/lock', 'new-pin', ['pin-written']),
  phone('lock-settings', '/me/lock', 'lock-now', ['note pin', 'pin-written', 'type pin']),
  // The last on the phone: behind it nothing else is seen.
  { ...phone('locked', '/me', 'locked'), after: 'lock-settings' },

  desk('board', '/desk', 'desk-row-*'),
  desk('list', '/desk?view=list', 'desk-list'),
  desk('new', '/desk/new', 'desk-post'),
  desk('new-gaps', '/desk/new', 'desk-post', ['pick desk-service hay', 'desk-post']),
  desk('need-free', '/desk/need/need-hay-one-free', 'desk-status'),
  desk('need-edit', '/desk/need/need-hay-one-free', 'desk-edit-save', ['desk-edit']),
  desk('need-cancel', '/desk/need/need-hay-one-free', 'desk-cancel-confirm', ['desk-edit', 'desk-cancel']),
  desk('need-erase', '/desk/need/need-pipe-bad', 'erase-confirm', ['erase']),
  desk('need-bad', '/desk/need/need-pipe-bad', 'desk-rating'),
  desk('need-report', '/desk/need/need-carrying-cancelled-done', 'desk-report'),
  desk('need-stock', '/desk/need/need-goods-open', 'desk-status'),
  desk('morning', '/desk/morning', 'plan-board', ['plan-propose']),
  desk('morning-choose', '/desk/morning', 'choose-volunteer-*', [...proposed, 'swap-*']),
  desk('morning-changed', '/desk/morning', 'plan-change', [...proposed, 'swap-*', 'choose-volunteer-*']),
  desk('morning-paper', '/desk/morning', 'sheet', ['plan-propose', 'plan-print', 'paper']),
  desk('evening', '/desk/evening', 'evening-need-*'),
  desk('evening-copy', '/desk/evening', 'evening-text', ['evening-share']),
  desk('evening-quiet', '/desk/evening?day=2026-01-05', 'evening'),
  desk('evening-paper', '/desk/evening', 'evening-need-*', ['paper']),
  desk('people', '/desk/people', 'applicant', [
    'at kiosk',
    'go /kiosk',
    ...applied,
    'apply-confirm',
    'at own',
  ]),
  desk('households', '/desk/people?of=households', 'person-*'),
  desk('volunteer', '/desk/people/volunteer/volunteer-01', 'volunteer-save'),
  desk('volunteer-card', '/desk/people/volunteer/volunteer-01', 'card', ['card-make']),
  desk('volunteer-paper', '/desk/people/volunteer/volunteer-01', 'card', ['card-make', 'paper']),
  { ...desk('applicant', '/desk/people', 'volunteer-save', ['applicant-accept']), after: 'people' },
  desk('household-new', '/desk/people/household/new', 'household-save'),
  desk('household-gaps', '/desk/people/household/new', 'household-save', ['household-save']),
  desk('household', '/desk/people/household/household-01', 'seen-by'),
  desk('areas', '/desk/areas', 'area-rename-grid-1'),
  desk('area-edit', '/desk/areas', 'area-save', ['area-rename-grid-1']),
  desk('routines', '/desk/routines', 'routine-routine-friday'),
  desk('routine', '/desk/routines/routine-friday', 'routine-save'),
  desk('routine-end', '/desk/routines/routine-friday', 'routine-end-confirm', ['routine-end']),
  desk('services', '/desk/services', 'service-hay'),
  desk('service', '/desk/services/hay', 'service-save'),
  desk('devices', '/desk/devices', 'standings-at'),
  desk('devices-pin', '/desk/devices', 'staff-pin', ['staff-pin-*']),
  desk('invite', '/desk/devices', 'invite-link', [
    ...['pick invite-role volunteer', 'pick invite-volunteer volunteer-02'],
    ...['fill invite-name 手机', 'invite-send'],
  ]),
  desk('desk-leave', '/desk/devices', 'leave-confirm', ['leave']),
  desk('desk-sync', '/desk/sync', 'standing'),
  desk('voices', '/desk/voices', 'voices'),
  desk('sheets', '/desk/sheets', 'sheet-row'),
  desk('sheet-edit', '/desk/sheets/sheet-hay', 'sheet-save'),
  desk('gatherings', '/desk/gatherings', 'gathering-gathering-canal'),
  desk('gathering-edit', '/desk/gatherings', 'gathering-form', ['gathering-edit']),
  desk('words', '/desk/words', 'words-progress'),
];
