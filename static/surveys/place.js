// Where the device is: asked for once with a time limit; a refusal is an answer too.

const LIMIT = 10000;
const AS_OLD = 60000;

/** {latitude, longitude, accuracy}, or null: refused, not found or too slow. */
export function locate() {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((resolve) => {
    // The browser's own limit does not run while its question is unanswered.
    setTimeout(() => resolve(null), LIMIT + 500);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(placeOf(coords)),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: LIMIT, maximumAge: AS_OLD },
    );
  });
}

/** "granted", "denied", or "prompt" when the browser would ask. */
export async function permission() {
  if (!navigator.geolocation) return "denied";
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state;
  } catch (error) {
    return "prompt";
  }
}

/** N 42.78430° E 124.11070° ±12 m, as it is drawn into photos. */
export function degrees({ latitude, longitude, accuracy }) {
  const side = (degree, positive, negative) => `${degree < 0 ? negative : positive} ${Math.abs(degree).toFixed(5)}°`;
  return `${side(latitude, "N", "S")} ${side(longitude, "E", "W")} ±${Math.round(accuracy)} m`;
}

/** Broken receivers say 0/0 or nothing at all. */
function placeOf({ latitude, longitude, accuracy }) {
  const isPlace = [latitude, longitude, accuracy].every(Number.isFinite) && (latitude !== 0 || longitude !== 0);
  return isPlace ? { latitude, longitude, accuracy: Math.min(accuracy, 1000000) } : null;
}
