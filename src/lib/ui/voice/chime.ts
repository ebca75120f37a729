/** Two soft tones, the second higher: the same everywhere, in no language. In hertz. */
const TONES = [660, 880];
const LENGTH = 0.22;
let context: AudioContext | undefined;

/** Sounds once, so that somebody looks up. `volume` from 0 to 1; silent where the browser was not touched yet. */
export function chime(volume: number): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  void context.resume().catch(() => undefined);
  const now = context.currentTime;
  for (const [index, tone] of TONES.entries()) sound(context, tone, now + index * LENGTH, volume);
}

function sound(context: AudioContext, tone: number, at: number, volume: number) {
  const source = new OscillatorNode(context, { frequency: tone });
  const swell = new GainNode(context, { gain: 0 });
  // It swells and fades: a tone that is cut off cracks.
  swell.gain.setValueAtTime(0, at);
  swell.gain.linearRampToValueAtTime(volume / 2, at + LENGTH / 6);
  swell.gain.linearRampToValueAtTime(0, at + LENGTH);
  source.connect(swell).connect(context.destination);
  source.start(at);
  source.stop(at + LENGTH);
}
