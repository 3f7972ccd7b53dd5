// Diary entries on this phone, and the one way they leave it: each carries the client id of its form, is sent until it
// is answered, and the server takes a client id once. Runs in the pages and in the service worker.
//
// An entry: {id, url, lot, title, kept, fields, problem}
//   id       the client id, made here; url: the form's address; lot, title: words to show
//   kept     when it was written on this phone, ISO 8601
//   fields   what the form held, in order: [name, text or File]
//   problem  why the server refused it: [text]; it then waits for its writer

globalThis.diary = (() => {
  const NAME = "nhat-ky";
  const PATIENCE = 30000;
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;
  const listeners = new Set();
  let opened = null;

  const open = () => opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("entries", { keyPath: "id" });
      asked.result.createObjectStore("facts");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opened = null; reject(asked.error); };
  });

  // One transaction; what the request came to is known once it is on disk.
  const within = async (store, mode, ask) => {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const asked = ask(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };
  const get = (id) => within("entries", "readonly", (rows) => rows.get(id));
  const all = async () => (await within("entries", "readonly", (rows) => rows.getAll())).sort((one, other) => (one.kept < other.kept ? -1 : 1));
  const fact = (name) => within("facts", "readonly", (rows) => rows.get(name));
  const setFact = (name, value) => within("facts", "readwrite", (rows) => rows.put(value, name));
  const tell = (news) => { channel?.postMessage(news); for (const heard of listeners) heard(news); };
  if (channel) channel.onmessage = ({ data }) => { for (const heard of listeners) heard(data); };

  const keep = async (entry) => { await within("entries", "readwrite", (rows) => rows.put(entry)); tell({}); };
  const drop = async (id) => { await within("entries", "readwrite", (rows) => rows.delete(id)); tell({}); };
  const clear = async () => {
    for (const store of ["entries", "facts"]) await within(store, "readwrite", (rows) => rows.clear());
    if (globalThis.caches) await caches.delete(NAME);
    tell({});
  };

  const request = async (url, options = {}) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(url, {
        credentials: "same-origin", cache: "no-store", redirect: "manual", signal: patience.signal, ...options,
        headers: { Accept: "application/json", ...options.headers },
      });
      if (answer.type === "opaqueredirect") return { status: 401 };
      return { status: answer.status, body: await answer.json().catch(() => null) };
    } catch {
      return { status: 0 };
    } finally {
      clearTimeout(timer);
    }
  };

  const sendOne = async (entry, token) => {
    const form = new FormData();
    for (const [name, value] of entry.fields) form.append(name, value);
    form.set("csrf_token", token);
    const { status, body } = await request(entry.url, { method: "POST", body: form });
    if (status === 200 && body?.state === "received") {
      await drop(entry.id);
      tell({ received: entry });
    } else if ((status === 422 && body?.errors) || status === 404 || status === 403) {
      await keep({ ...entry, problem: body?.errors ?? [] });
    } else {
      return status === 401 ? "signed_out" : "offline";
    }
    return "";
  };

  const sendAll = async () => {
    const due = (await all()).filter((entry) => !entry.problem);
    if (!due.length) return "";
    const { status, body } = await request(await fact("session"));
    if (status !== 200 || !body) return [401, 403].includes(status) ? "signed_out" : "offline";
    if (body.owner !== await fact("owner")) { await clear(); return "other"; }
    for (const entry of due) {
      const state = await sendOne(entry, body.csrf_token);
      if (state) return state;
    }
    return "";
  };

  const locked = (work) => (globalThis.navigator?.locks ? navigator.locks.request(NAME, work) : work());
  // Send what waits; one sender at a time over all tabs and the worker. Tells "", "offline", "signed_out" or "other".
  const send = async () => {
    const net = await locked(sendAll);
    tell({ net });
    return net;
  };

  // Whose phone this is from now on; what was kept for somebody else goes first.
  const belongTo = async (owner, session) => {
    const before = await fact("owner");
    if (before && before !== owner) await clear();
    await setFact("owner", owner);
    await setFact("session", session);
  };

  return { CACHE: NAME, all, belongTo, drop, get, keep, send, listen: (heard) => listeners.add(heard) };
})();
