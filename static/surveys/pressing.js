// While a finger or the mouse is down, what lies under it must stay: replaced, the tap would be lost.

export class Pressing {
  /** `released` is called when the tap is over and what it started has been done. */
  constructor(root, released) {
    this.isDown = false;
    root.addEventListener("pointerdown", () => (this.isDown = true), true);
    // What the tap starts draws at once: the tap itself is over.
    window.addEventListener("click", () => (this.isDown = false), true);
    for (const end of ["pointerup", "pointercancel"]) {
      window.addEventListener(end, () => setTimeout(() => {
        this.isDown = false;
        released();
      }), true);
    }
  }
}
