/**
 * Reads QR codes from the camera that looks at whoever stands here, into `player` until it is stopped. The library is loaded only now: few come with a
 * card or hold up their slip. No picture is kept or sent, only what a code says is handed on.
 * @throws if there is no camera, or it may not be used
 */
export async function watchCodes(
  player: HTMLVideoElement,
  onread: (text: string) => void,
  stopped: AbortSignal,
): Promise<void> {
  const { frameLoop, QRCanvas, selfieCamera } = await import('qr/dom.js');
  const camera = await selfieCamera(player);
  if (stopped.aborted) return camera.stop();
  const canvas = new QRCanvas();
  let reading = false;
  const cancel = frameLoop(() => {
    if (reading || stopped.aborted) return;
    reading = true;
    void camera
      .readFrame(canvas)
      .then((found) => {
        if (typeof found === 'string' && !stopped.aborted) onread(found);
      })
      .catch(() => undefined) // a frame that came too early; the next will do
      .finally(() => (reading = false));
  });
  stopped.addEventListener('abort', () => {
    cancel();
    camera.stop();
  });
}
