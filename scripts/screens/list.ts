/** Every screen there is, one line each, in the order of the contact sheet: npm run screens */
export interface Screen {
  /** Names the pictures of it: small letters and hyphens. */
  name: string;
  face: Face;
  /** Where it is. */
  path: string;
  /** What is pressed to get there, one after another: test ids, `*` at the end for whatever begins so, `#` for the PIN that was written down. */
  press?: readonly string[];
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

export const screens: readonly Screen[] = [
  { name: 'door', face: 'door', path: '/', seen: 'code' },
  { name: 'join', face: 'door', path: '/join', seen: 'code' },
  { name: 'slip', face: 'door', path: '/slip' },

  { name: 'kiosk', face: 'kiosk', path: '/kiosk', seen: 'kiosk-wall' },
  {
    name: 'kiosk-person',
    face: 'kiosk',
    path: '/kiosk',
    press: ['kiosk-person'],
    seen: 'kiosk-person-close',
  },
  {
    name: 'kiosk-ask-what',
    face: 'kiosk',
    path: '/kiosk',
    press: asking.slice(0, 1),
    seen: 'kiosk-service-*',
  },
  { name: 'kiosk-ask-when', face: 'kiosk', path: '/kiosk', press: asking.slice(0, 3), seen: 'kiosk-day-*' },
  { name: 'kiosk-ask-whom', face: 'kiosk', path: '/kiosk', press: asking, seen: 'kiosk-name-key' },
  {
    name: 'kiosk-slip',
    face: 'kiosk',
    path: '/kiosk',
    press: ['kiosk-what-became'],
    seen: 'kiosk-lookup-first',
  },
  { name: 'kiosk-rate', face: 'kiosk', path: '/kiosk', press: ['kiosk-how-was-it'] },
  {
    name: 'kiosk-ask-where',
    face: 'kiosk',
    path: '/kiosk',
    press: [...asking, ...named],
    seen: 'kiosk-area-grid-1',
  },
  { name: 'kiosk-read-back', face: 'kiosk', path: '/kiosk', press: asked, seen: 'kiosk-read-back' },
  {
    name: 'kiosk-halted',
    face: 'kiosk',
    path: '/kiosk',
    press: [...asked, 'kiosk-grown-no'],
    seen: 'kiosk-halted',
  },
  {
    name: 'kiosk-given',
    face: 'kiosk',
    path: '/kiosk',
    press: [...asked, 'kiosk-grown-yes', 'kiosk-confirm'],
    seen: 'kiosk-scan',
  },
  {
    name: 'kiosk-apply-what',
    face: 'kiosk',
    path: '/kiosk',
    press: applying.slice(0, 1),
    seen: 'apply-skill-*',
  },
  {
    name: 'kiosk-apply-whom',
    face: 'kiosk',
    path: '/kiosk',
    press: applying.slice(0, 3),
    seen: 'kiosk-name-key',
  },
  { name: 'kiosk-apply-read', face: 'kiosk', path: '/kiosk', press: applied, seen: 'apply-read-back' },
  {
    name: 'kiosk-apply-done',
    face: 'kiosk',
    path: '/kiosk',
    press: [...applied, 'apply-confirm'],
    seen: 'apply-thanks',
  },
  { name: 'kiosk-member', face: 'kiosk', path: '/kiosk', press: ['kiosk-member'], seen: 'member-number' },
  {
    name: 'kiosk-notices',
    face: 'kiosk',
    path: '/kiosk',
    press: ['kiosk-notices'],
    seen: 'kiosk-notices-close',
  },
  { name: 'kiosk-staff', face: 'kiosk', path: '/kiosk', press: staff, seen: 'staff-close' },

  { name: 'today', face: 'phone', path: '/today', seen: 'tasks' },
  { name: 'open', face: 'phone', path: '/open', seen: 'claim-*' },
  { name: 'need-offered', face: 'phone', path: '/need/need-cleaning-offer', seen: 'need-status' },
  { name: 'need-accepted', face: 'phone', path: '/need/need-hay-today', seen: 'need-status' },
  { name: 'need-open', face: 'phone', path: '/need/need-carrying-urgent', seen: 'need-status' },
  { name: 'need-finished', face: 'phone', path: '/need/need-cleaning-good', seen: 'need-status' },
  { name: 'need-give-back', face: 'phone', path: '/need/need-hay-today', press: ['withdraw'] },
  { name: 'messages', face: 'phone', path: '/messages' },
  { name: 'me', face: 'phone', path: '/me' },
  { name: 'me-sync', face: 'phone', path: '/me/sync', seen: 'standing' },
  { name: 'way', face: 'phone', path: '/today', press: ['show-way'] },
  { name: 'hours', face: 'phone', path: '/me/hours' },
  { name: 'availability', face: 'phone', path: '/me/availability' },
  { name: 'read', face: 'phone', path: '/read', seen: 'know-how' },
  { name: 'sheet', face: 'phone', path: '/read/sheet-haircut', seen: 'sheet' },
  { name: 'ask', face: 'phone', path: '/open/ask', seen: 'ask-send' },
  { name: 'need-goods', face: 'phone', path: '/need/need-goods-open', seen: 'goods-*' },
  { name: 'lock', face: 'phone', path: '/me/lock', seen: 'pin' },
  // The last on the phone: behind it nothing else is seen.
  {
    name: 'locked',
    face: 'phone',
    path: '/me/lock',
    press: ['pin-written', '#', 'lock-now'],
    seen: 'locked',
  },

  { name: 'board', face: 'desk', path: '/desk', seen: 'desk-row-*' },
  { name: 'list', face: 'desk', path: '/desk?view=list', seen: 'desk-list' },
  { name: 'new', face: 'desk', path: '/desk/new', seen: 'desk-post' },
  { name: 'need-free', face: 'desk', path: '/desk/need/need-hay-one-free', seen: 'desk-status' },
  { name: 'need-rated', face: 'desk', path: '/desk/need/need-pipe-bad', seen: 'desk-rating' },
  { name: 'need-report', face: 'desk', path: '/desk/need/need-carrying-cancelled-done', seen: 'desk-report' },
  { name: 'morning', face: 'desk', path: '/desk/morning', press: ['plan-propose'], seen: 'plan-board' },
  { name: 'evening', face: 'desk', path: '/desk/evening', seen: 'evening-need-*' },
  { name: 'people', face: 'desk', path: '/desk/people', seen: 'person-*' },
  { name: 'households', face: 'desk', path: '/desk/people?of=households', seen: 'person-*' },
  { name: 'volunteer', face: 'desk', path: '/desk/people/volunteer/volunteer-01', seen: 'volunteer-save' },
  { name: 'household-new', face: 'desk', path: '/desk/people/household/new', seen: 'household-save' },
  { name: 'areas', face: 'desk', path: '/desk/areas', seen: 'area-rename-grid-1' },
  { name: 'routines', face: 'desk', path: '/desk/routines', seen: 'routine-routine-friday' },
  { name: 'routine', face: 'desk', path: '/desk/routines/routine-friday', seen: 'routine-save' },
  { name: 'services', face: 'desk', path: '/desk/services', seen: 'service-hay' },
  { name: 'service', face: 'desk', path: '/desk/services/hay', seen: 'service-save' },
  { name: 'devices', face: 'desk', path: '/desk/devices', seen: 'standings-at' },
  { name: 'desk-sync', face: 'desk', path: '/desk/sync', seen: 'standing' },
  { name: 'voices', face: 'desk', path: '/desk/voices', seen: 'voices' },
  { name: 'sheets', face: 'desk', path: '/desk/sheets', seen: 'sheet-row' },
  { name: 'sheet-edit', face: 'desk', path: '/desk/sheets/sheet-hay', seen: 'sheet-save' },
  { name: 'gatherings', face: 'desk', path: '/desk/gatherings', seen: 'gathering-new' },
  { name: 'words', face: 'desk', path: '/desk/words', seen: 'words-progress' },
  { name: 'household', face: 'desk', path: '/desk/people/household/household-01', seen: 'seen-by' },
];
