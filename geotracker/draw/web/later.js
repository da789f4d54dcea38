/** Work that many changes ask for and that is done once: at once, at the next frame, or when the changes have ceased. */

/**
 * @param {() => void} act
 * @returns {() => void} asks for it at the next frame, before that is painted
 */
export function atFrame(act) {
  let asked = false;
  const frame = () => {
    asked = false;
    act();
  };
  return () => {
    if (!asked) requestAnimationFrame(frame);
    asked = true;
  };
}

/**
 * A change between two frames is drawn while nothing else is done, not when the next frame is already due.
 * @param {() => void} act
 * @returns {() => void} asks for it once the script that runs has ended; at the next frame where it was already done
 *   since the last one
 */
export function soon(act) {
  let asked = false;
  let done = false;
  const run = () => {
    if (!asked) return;
    asked = false;
    act();
  };
  const frame = () => {
    done = asked;
    if (done) requestAnimationFrame(frame);
    run();
  };
  return () => {
    if (asked) return;
    asked = true;
    if (done) return;
    done = true;
    requestAnimationFrame(frame);
    queueMicrotask(run);
  };
}

/**
 * What may follow a frame later does not keep the map's own frame waiting.
 * @param {() => void} act
 * @returns {() => void} asks for it at the frame after the next one
 */
export function following(act) {
  const later = atFrame(act);
  return atFrame(later);
}

/**
 * @param {() => void} act
 * @param {number} milliseconds
 * @returns {() => void} asks for it so many milliseconds after the last time that it is asked for
 */
export function afterwards(act, milliseconds) {
  let timer = 0;
  let due = 0;
  const look = () => {
    const left = due - performance.now();
    timer = left > 1 ? setTimeout(look, left) : 0;
    if (!timer) act();
  };
  return () => {
    due = performance.now() + milliseconds;
    timer ||= setTimeout(look, milliseconds);
  };
}
