/** The library in a worker of its own: what is asked of it, and what it answers. */

export class Engine {
  /** @param {(share: number) => void} progress @param {() => void} ready @param {() => void} failed */
  constructor(progress, ready, failed) {
    /** @type {Map<number, {resolve: (answer: any) => void, reject: (why: Error) => void}>} */
    this.asked = new Map();
    this.count = 0;
    /** @type {object[] | null} what is asked before the library is there */
    this.early = [];
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.worker.onerror = failed;
    this.worker.onmessage = ({ data }) => {
      if (data.progress !== undefined) progress(data.progress);
      else if (data.ready) this.#ready(ready);
      else if (data.id === undefined) {
        console.error(data.failed);
        failed();
      }
      else this.#answered(data);
    };
  }

  /**
   * Ask the library something.
   * @param {"evaluated" | "outlook" | "opened"} what @param {string} text a case as JSON @param {string} lang @returns {Promise<any>}
   */
  ask(what, text, lang) {
    const id = ++this.count;
    if (this.early) this.early.push({ id, what, text, lang });
    else this.worker.postMessage({ id, what, text, lang });
    return new Promise((resolve, reject) => this.asked.set(id, { resolve, reject }));
  }

  /** @param {() => void} then */
  #ready(then) {
    for (const each of this.early ?? []) this.worker.postMessage(each);
    this.early = null;
    then();
  }

  /** @param {{id: number, answer?: string, failed?: string}} data */
  #answered(data) {
    const waiting = this.asked.get(data.id);
    this.asked.delete(data.id);
    if (data.answer === undefined) waiting?.reject(new Error(data.failed));
    else waiting?.resolve(JSON.parse(data.answer));
  }
}
