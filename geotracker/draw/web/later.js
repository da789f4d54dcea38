/** Work that many changes ask for and that is done once: at the next frame, or when the changes have ceased. */

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
