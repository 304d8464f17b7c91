// Where to sign in again, and come back to this page and part.

export function signIn() {
  return `/sign-in/?next=${encodeURIComponent(location.pathname + location.hash)}`;
}
