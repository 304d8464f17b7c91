// Where to sign in again, and come back to this page.

export function signIn() {
  return `/sign-in/?next=${encodeURIComponent(location.pathname)}`;
}
