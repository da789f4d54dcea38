/** What a reader should know before following a link: who owns the outlet, what may be seen there. */

/**
 * @typedef {{ domain: string, name: string, warning: string }} Outlet warning: "state" or "graphic", and of which state
 */

/**
 * @param {string} host
 * @param {Outlet[]} outlets
 * @returns {Outlet | null} the outlet whose domain the host is or lies under, the longest domain first
 */
export function outletOf(host, outlets) {
  const fits = outlets.filter(({ domain }) => host === domain || host.endsWith(`.${domain}`));
  return fits.sort((a, b) => b.domain.length - a.domain.length)[0] ?? null;
}

/**
 * @param {string} address
 * @param {Outlet[]} outlets
 * @returns {string} a warning in a few words, or nothing
 */
export function warningOf(address, outlets) {
  const outlet = outletOf(new URL(address).hostname, outlets);
  return outlet ? outlet.warning : "";
}
