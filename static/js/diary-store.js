// Diary entries on this phone: each carries the client id of its form, is sent until it is answered, and the server takes
// a client id once. Runs in the pages and in the service worker, behind offline-store.js.
//
// An entry: {id, url, lot, title, kept, fields, problem}
//   id       the client id, made here; url: the form's address; lot, title: words to show
//   kept     when it was written on this phone, ISO 8601
//   fields   what the form held, in order: [name, text or File]
//   problem  why the server refused it: [text]; it then waits for its writer

globalThis.offline = globalThis.diary = (() => {
  const all = async () => (await store.all()).sort((one, other) => (one.kept < other.kept ? -1 : 1));

  const sendOne = async (entry, token) => {
    const form = new FormData();
    for (const [name, value] of entry.fields) form.append(name, value);
    form.set("csrf_token", token);
    const { status, body } = await store.request(entry.url, { method: "POST", body: form });
    if (status === 200 && body?.state === "received") {
      await store.drop(entry.id);
      store.tell({ received: entry });
    } else if ((status === 422 && body?.errors) || status === 404 || status === 403) {
      await store.put({ ...entry, problem: body?.errors ?? [] });
    } else {
      return status === 401 ? "signed_out" : "offline";
    }
    return "";
  };

  const store = globalThis.offlineStore({
    name: "nhat-ky",
    rows: "entries",
    patience: 30000,
    session: () => store.fact("session"),
    due: async () => (await all()).filter((entry) => !entry.problem),
    sendOne,
    ownerless: false,
  });

  return {
    ...store, all,
    keep: store.put,
    unsent: all,
    belongTo: async (owner, session) => { await store.belongTo(owner); await store.setFact("session", session); },
    // The worker keeps the pages of lots and entries that were opened, or that a lot's page names, the last so many.
    pages: /^\/(co-so-cua-toi\/lo|en\/my-facility\/lots)(\/\d+(\/(nhat-ky|diary)\/[a-z-]+)?)?$/,
    files: /^\/static\//,
    opened: 160,
  };
})();
