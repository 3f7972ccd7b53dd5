// The juror's sheets on this phone, and the one way they leave it: each saving carries an id made here, is sent until
// it is answered, and is never formed anew while an answer is owed. Runs in the pages and in the service worker.
//
// A sheet: {id, base, received, draft, sent, theirs, problem}
//   received  what the server holds, as last heard: {scores, comment, revision, receipt, status}
//   base      the revision that the draft was begun on
//   draft     what was typed here and is not known to be received: {n, scores, typed, comment, submit, ready}
//   sent      the saving that an answer is owed for: {n, body}
//   theirs    what another device saved meanwhile; nothing is sent until the juror has chosen
//   problem   why the server refused the draft: {code, detail}

globalThis.jury = (() => {
  const NAME = "giam-khao";
  const API = "/api/v1/juror";
  const PATIENCE = 20000;
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;
  const listeners = new Set();
  let opened = null;

  const open = () => opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("sheets", { keyPath: "id" });
      asked.result.createObjectStore("facts");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opened = null; reject(asked.error); };
  });

  // One transaction; `work` puts its requests and returns a function that reads what came of them.
  const within = async (store, mode, work) => {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const read = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(read());
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };
  const get = (id) => within("sheets", "readonly", (sheets) => { const asked = sheets.get(id); return () => asked.result; });
  const all = () => within("sheets", "readonly", (sheets) => { const asked = sheets.getAll(); return () => asked.result; });
  const fact = (name) => within("facts", "readonly", (facts) => { const asked = facts.get(name); return () => asked.result; });
  const setFact = (name, value) => within("facts", "readwrite", (facts) => { facts.put(value, name); return () => value; });

  const tell = (news) => { channel?.postMessage(news); for (const heard of listeners) heard(news); };
  if (channel) channel.onmessage = ({ data }) => { for (const heard of listeners) heard(data); };

  // Read, change and write a sheet with nothing in between. `how` returns false to leave it as it is.
  const change = async (id, how) => {
    let done = null;
    await within("sheets", "readwrite", (sheets) => {
      const asked = sheets.get(id);
      asked.onsuccess = () => {
        const sheet = asked.result ?? { id, base: 0, received: null, draft: null, sent: null, theirs: null, problem: null };
        if (how(sheet) === false) return;
        done = sheet;
        sheets.put(sheet);
      };
      return () => null;
    });
    if (done) tell({ sheet: id });
    return done;
  };

  const same = (one, other) => {
    const codes = new Set([...Object.keys(one.scores), ...Object.keys(other.scores)]);
    return one.comment === other.comment && [...codes].every((code) => (one.scores[code] ?? "") === (other.scores[code] ?? ""));
  };
  const isHeld = (sheet) => Boolean(sheet.draft || sheet.sent);

  // What the server says a sheet holds. A draft made here stays; whether they differ is seen when it is sent.
  const note = (id, told) => change(id, (sheet) => {
    if (isHeld(sheet) || sheet.theirs) return false;
    const { revision = -1, status } = sheet.received ?? {};
    if (told.revision < revision || (told.revision === revision && told.status === status)) return false;
    Object.assign(sheet, { received: told, base: told.revision, problem: null });
  });

  // What is in the form now. ready: every score can be sent as it is.
  const keep = (id, { scores, typed, comment, ready, submit = false }) => change(id, (sheet) => {
    if (sheet.theirs || sheet.received?.status === "submitted") return false;
    const unchanged = !submit && !sheet.sent && sheet.received && ready && same({ scores, comment }, sheet.received);
    if (unchanged && !sheet.draft) return false;
    sheet.draft = unchanged ? null : { n: crypto.randomUUID(), scores, typed, comment, submit, ready };
    sheet.problem = null;
  });

  const takeBack = (id) => change(id, (sheet) => {
    if (sheet.sent?.body.submit || !sheet.draft) return false;
    sheet.draft.submit = false;
  });

  // The juror's choice between two versions: "mine" goes on over theirs, "theirs" drops what was typed here.
  const choose = (id, which) => change(id, (sheet) => {
    if (!sheet.theirs || (which === "mine" && sheet.theirs.status === "submitted")) return false;
    Object.assign(sheet, { received: sheet.theirs, base: sheet.theirs.revision, theirs: null, sent: null, problem: null });
    sheet.draft = which === "mine" && sheet.draft ? { ...sheet.draft, n: crypto.randomUUID(), submit: false } : null;
  });

  const drop = async (id) => {
    await within("sheets", "readwrite", (sheets) => { sheets.delete(id); return () => null; });
    tell({ sheet: id });
  };

  const stateOf = (sheet) => {
    if (!sheet) return "";
    if (sheet.theirs) return "choose";
    if (sheet.problem) return "refused";
    if (sheet.draft?.submit || sheet.sent?.body.submit) return "waiting";
    if (isHeld(sheet)) return "device";
    if (sheet.received?.status === "submitted") return "submitted";
    return sheet.received?.revision ? "received" : "";
  };
  const isDue = (sheet) => !sheet.theirs && Boolean(sheet.sent || (sheet.draft?.ready && !sheet.problem));

  const request = async (path, options = {}) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(API + path, {
        credentials: "same-origin", cache: "no-store", redirect: "manual", signal: patience.signal, ...options,
        headers: { Accept: "application/json", "Accept-Language": globalThis.document?.documentElement.lang || "vi", ...options.headers },
      });
      return { status: answer.status, body: await answer.json() };
    } catch {
      return { status: 0, body: null };
    } finally {
      clearTimeout(timer);
    }
  };

  const answered = (id, sent, body) => change(id, (sheet) => {
    if (sheet.sent?.body.client_id !== sent.body.client_id) return false;
    const { scores, comment } = sent.body;
    sheet.received = { scores, comment, revision: body.revision, receipt: body.receipt, status: body.status };
    sheet.base = body.revision;
    sheet.sent = null;
    if (sheet.draft?.n === sent.n) sheet.draft = null;
  });

  const refused = async (id, sent, body) => {
    const moved = ["sheet_changed", "already_submitted"].includes(body.code);
    const theirs = moved ? (await request("/sheets")).body?.items?.find((item) => item.id === id) : null;
    if (moved && !theirs) return false;
    await change(id, (sheet) => {
      if (sheet.sent?.body.client_id !== sent.body.client_id) return false;
      sheet.sent = null;
      if (!theirs) { sheet.problem = { code: body.code, detail: body.detail }; return true; }
      const { scores, comment, revision, receipt, status } = theirs;
      const told = { scores, comment, revision, receipt, status };
      const settled = !sheet.draft || (same(sheet.draft, told) && (status === "submitted" || !sheet.draft.submit));
      if (settled) Object.assign(sheet, { received: told, base: revision, draft: null });
      else sheet.theirs = told;
    });
    return true;
  };

  // Send one sheet until nothing is owed; false when the rest has to wait.
  const sendOne = async (id, token) => {
    for (;;) {
      const sheet = await change(id, (found) => {
        if (!isDue(found)) return false;
        if (found.sent) return true;
        const { n, scores, comment, submit } = found.draft;
        found.sent = { n, body: { client_id: crypto.randomUUID(), scores, comment, submit, base: found.base } };
      });
      if (!sheet) return true;
      const { status, body } = await request(`/sheets/${encodeURIComponent(id)}`, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(sheet.sent.body),
      });
      if (status === 200) await answered(id, sheet.sent, body);
      else if (status === 404) await drop(id);
      else if (status === 409 || status === 422) { if (!(await refused(id, sheet.sent, body))) return "offline"; }
      else return status === 0 || status >= 500 || status === 429 ? "offline" : "signed_out";
    }
  };

  const sendAll = async () => {
    const due = (await all()).filter(isDue);
    if (!due.length) return "";
    const { status, body } = await request("/session");
    if (status !== 200) return [401, 403].includes(status) ? "signed_out" : "offline";
    const owner = await fact("owner");
    if (owner && owner !== body.owner) { await clear(); return "other"; }
    for (const { id } of due) {
      const done = await sendOne(id, body.csrf_token);
      if (done !== true) return done;
    }
    return "";
  };

  let sending = null;
  let again = false;
  const locked = (work) => globalThis.navigator?.locks ? navigator.locks.request(NAME, work) : work();
  // Send what is due; one sender at a time over all tabs and the worker. Tells "", "offline", "signed_out" or "other".
  const send = () => {
    again = true;
    sending ??= (async () => {
      let state = "";
      while (again) { again = false; state = await locked(sendAll); }
      return state;
    })().finally(() => { sending = null; });
    return sending.then((state) => { tell({ net: state }); return state; });
  };

  // Hear from the server what all sheets hold.
  const refresh = async () => {
    const { status, body } = await request("/sheets");
    if (status !== 200) return status === 401 || status === 403 ? "signed_out" : "offline";
    for (const { id, scores, comment, revision, receipt, status: state } of body.items) {
      await note(id, { scores, comment, revision, receipt, status: state });
    }
    return "";
  };

  const clear = async () => {
    for (const store of ["sheets", "facts"]) await within(store, "readwrite", (rows) => { rows.clear(); return () => null; });
    if (globalThis.caches) await caches.delete(NAME);
    tell({ cleared: true });
  };
  const wipe = async () => {
    await clear();
    if (globalThis.document && navigator.serviceWorker) {
      for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    }
    (await open()).close();
    opened = null;
    indexedDB.deleteDatabase(NAME);
  };
  // Whose phone this is from now on; what was kept for somebody else goes first.
  const belongTo = async (owner) => {
    const before = await fact("owner");
    if (before && before !== owner) await clear();
    if (before !== owner) await setFact("owner", owner);
  };

  return {
    CACHE: NAME, all, belongTo, choose, fact, get, isHeld, keep, note, refresh, send, setFact, stateOf, takeBack, wipe,
    listen: (heard) => listeners.add(heard),
  };
})();
