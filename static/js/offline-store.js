// What this phone keeps for one person until the server has it: rows, a few facts (whose they are), and one sender over
// all tabs and the worker. Runs in the pages and in the service worker, under the rules of a juror's sheets or a diary.
//
// name, rows   the database, the cache and the lock; its table of rows, each with an id
// patience     milliseconds that an answer is waited for
// session      () => where to ask whose rows may be sent now, and with which token
// due          async () => the rows that have to be sent
// sendOne      async (row, token) => "", or why the rest has to wait: "offline", "signed_out"
// ownerless    whether rows may go out while this phone does not know whose they are

globalThis.offlineStore = ({ name, rows, patience, session, due, sendOne, ownerless }) => {
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
  const listeners = new Set();
  let opened = null;

  const open = () => opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(rows, { keyPath: "id" });
      asked.result.createObjectStore("facts");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opened = null; reject(asked.error); };
  });

  // One transaction; what the request came to is known once it is on disk.
  const within = async (table, mode, ask) => {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(table, mode);
      const asked = ask(transaction.objectStore(table));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };
  const get = (id) => within(rows, "readonly", (table) => table.get(id));
  const all = () => within(rows, "readonly", (table) => table.getAll());
  const fact = (key) => within("facts", "readonly", (table) => table.get(key));
  const setFact = (key, value) => within("facts", "readwrite", (table) => table.put(value, key));

  const tell = (news) => { channel?.postMessage(news); for (const heard of listeners) heard(news); };
  if (channel) channel.onmessage = ({ data }) => { for (const heard of listeners) heard(data); };

  const put = async (row) => { await within(rows, "readwrite", (table) => table.put(row)); tell({ row: row.id }); };
  const drop = async (id) => { await within(rows, "readwrite", (table) => table.delete(id)); tell({ row: id }); };
  // Read, change and write a row with nothing in between. `how` returns false to leave it as it is.
  const change = async (id, how, empty) => {
    let done = null;
    await within(rows, "readwrite", (table) => {
      const asked = table.get(id);
      asked.onsuccess = () => {
        const row = asked.result ?? { id, ...empty };
        if (how(row) === false) return;
        done = row;
        table.put(row);
      };
      return asked;
    });
    if (done) tell({ row: id });
    return done;
  };

  // Status 0: no answer. body is null where it is no JSON. A redirect leads to the sign-in.
  const request = async (url, options = {}) => {
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), patience);
    try {
      const answer = await fetch(url, {
        credentials: "same-origin", cache: "no-store", redirect: "manual", signal: waiting.signal, ...options,
        headers: { Accept: "application/json", ...options.headers },
      });
      if (answer.type === "opaqueredirect") return { status: 401, body: null };
      return { status: answer.status, body: await answer.json().catch(() => null) };
    } catch {
      return { status: 0, body: null };
    } finally {
      clearTimeout(timer);
    }
  };

  const sendAll = async () => {
    const waiting = await due();
    if (!waiting.length) return "";
    const { status, body } = await request(await session());
    if (status !== 200 || !body) return [401, 403].includes(status) ? "signed_out" : "offline";
    const owner = await fact("owner");
    if (owner ? owner !== body.owner : !ownerless) { await clear(); return "other"; }
    for (const row of waiting) {
      const state = await sendOne(row, body.csrf_token);
      if (state) return state;
    }
    return "";
  };

  const locked = (work) => (globalThis.navigator?.locks ? navigator.locks.request(name, work) : work());
  let sending = null;
  let again = false;
  const run = async () => {
    let net = "";
    try {
      while (again) { again = false; net = await locked(sendAll); }
    } finally {
      sending = null;
    }
    tell({ net });
    return net;
  };
  // Send what is due; one sender at a time over all tabs and the worker. Tells "", "offline", "signed_out" or "other".
  const send = () => { again = true; return sending ??= run(); };

  const clear = async () => {
    for (const table of [rows, "facts"]) await within(table, "readwrite", (found) => found.clear());
    if (globalThis.caches) await caches.delete(name);
    tell({ cleared: true });
  };
  const wipe = async () => {
    await clear();
    if (globalThis.document && navigator.serviceWorker) {
      for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    }
    (await open()).close();
    opened = null;
    indexedDB.deleteDatabase(name);
  };
  // Whose phone this is from now on; what was kept for somebody else goes first.
  const belongTo = async (owner) => {
    const before = await fact("owner");
    if (before && before !== owner) await clear();
    if (before !== owner) await setFact("owner", owner);
  };

  return {
    CACHE: name, all, belongTo, change, drop, fact, get, put, request, send, setFact, tell, wipe,
    listen: (heard) => listeners.add(heard),
  };
};
