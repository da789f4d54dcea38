/** What the page's modules find in the window: Leaflet, and the door that they open themselves. */

// biome-ignore lint/suspicious/noExplicitAny: the package that repeats Leaflet's release holds no types
declare const L: any;

interface Window {
  // biome-ignore lint/suspicious/noExplicitAny: scripts of others put their own there
  geotracker: any;
}

interface Uint8ArrayConstructor {
  fromBase64(text: string): Uint8Array<ArrayBuffer>;
}
