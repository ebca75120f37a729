import { LONGEST, sounds, type Clip } from '$lib/domain/clip/clip.ts';

/** What was recorded, ready to be kept. */
export type Take = Pick<Clip, 'type' | 'data' | 'length'>;
/** Why nothing was: the browser was not allowed to, there is no microphone, it cannot record, or nothing came. */
export type Trouble = 'refused' | 'absent' | 'unable' | 'empty';

const BITS = 24_000;
const LOOK = 100;

/** Records one voice through the device's microphone: mono, 24 kbit/s, at most fifteen seconds. It is off between takes. */
export class Microphone {
  recording = $state(false);
  /** Milliseconds since the take began. */
  passed = $state(0);
  /** How loud it is at this moment, from 0 to 1. */
  level = $state(0);
  trouble = $state<Trouble>();
  #recorder: MediaRecorder | undefined;
  #thrown = false;

  /** Records until `stop` or the longest length. Answers the take, or nothing where there is a `trouble`. */
  async record(): Promise<Take | undefined> {
    if (this.recording) return undefined;
    this.trouble = undefined;
    this.recording = true;
    this.#thrown = false;
    try {
      const mimeType = format();
      if (!mimeType || !('mediaDevices' in navigator)) return this.#fail('unable');
      const stream = await listen();
      if (typeof stream === 'string') return this.#fail(stream);
      // Thrown away while the browser was still asking.
      if (this.#thrown) return stop(stream);
      const take = await this.#take(stream, mimeType);
      return this.#thrown ? undefined : (take ?? this.#fail('empty'));
    } finally {
      this.recording = false;
      this.passed = this.level = 0;
    }
  }

  /** Ends the take and throws it away. */
  cancel(): void {
    this.#thrown = true;
    this.stop();
  }

  stop(): void {
    if (this.#recorder?.state === 'recording') this.#recorder.stop();
  }

  #fail(trouble: Trouble): undefined {
    this.trouble = trouble;
  }

  async #take(stream: MediaStream, mimeType: string): Promise<Take | undefined> {
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const over = new Promise((resolve) => (recorder.onstop = recorder.onerror = resolve));
    const began = performance.now();
    this.#recorder = recorder;
    recorder.start();
    const meter = new Meter(stream);
    const look = setInterval(() => {
      this.passed = performance.now() - began;
      this.level = meter.level;
      if (this.passed >= LONGEST) this.stop();
    }, LOOK);
    await over;
    const length = Math.min(LONGEST, Math.round(performance.now() - began));
    clearInterval(look);
    meter.close();
    stop(stream);
    const type = sounds.find((each) => mimeType.startsWith(each));
    const data = await base64(new Blob(parts));
    return type && data ? { type, data, length: Math.max(1, length) } : undefined;
  }
}

/** The first of the types that this browser records, Opus where it may be named. */
function format(): string | undefined {
  if (typeof MediaRecorder === 'undefined') return undefined;
  const wanted = sounds.flatMap((type) => [`${type};codecs=opus`, type]);
  return wanted.find((type) => MediaRecorder.isTypeSupported(type));
}

async function listen(): Promise<MediaStream | 'refused' | 'absent'> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, noiseSuppression: true, echoCancellation: true, autoGainControl: true },
    });
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'absent';
  }
}

function stop(stream: MediaStream): undefined {
  for (const track of stream.getTracks()) track.stop();
}

/** How loud a stream is. */
class Meter {
  readonly #context = new AudioContext();
  readonly #listener = this.#context.createAnalyser();
  readonly #wave = new Float32Array(this.#listener.fftSize);

  constructor(stream: MediaStream) {
    this.#context.createMediaStreamSource(stream).connect(this.#listener);
  }

  get level(): number {
    this.#listener.getFloatTimeDomainData(this.#wave);
    return Math.min(1, Math.max(...this.#wave.map(Math.abs)));
  }

  close(): void {
    void this.#context.close();
  }
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}
