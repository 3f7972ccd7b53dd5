// The juror's sheets on this phone: each saving carries an id made here, is sent until it is answered, and is never
// formed anew while an answer is owed. Runs in the pages and in the service worker, behind offline-store.js.
//
// A sheet: {id, base, received, draft, sent, theirs, problem}
//   received  what the server holds, as last heard: {scores, comment, revision, receipt, status}
//   base      the revision that the draft was begun on
//   draft     what was typed here and is not known to be received: {n, scores, typed, comment, submit, ready}
//   sent      the saving that an answer is owed for: {n, body}
//   theirs    what another device saved meanwhile; nothing is sent until the juror has chosen
//   problem   why the server refused the draft: {code, detail}

globalThis.offline = globalThis.jury = (() => {
  const API = "/api/v1/juror";
  const EMPTY = { base: 0, received: null, draft: null, sent: null, theirs: null, problem: null };

  const same = (one, other) => {
    const codes = new Set([...Object.keys(one.scores), ...Object.keys(other.scores)]);
    return one.comment === other.comment && [...codes].every((code) => (one.scores[code] ?? "") === (other.scores[code] ?? ""));
  };
  const isHeld = (sheet) => Boolean(sheet.draft || sheet.sent);
  const isDue = (sheet) => !sheet.theirs && Boolean(sheet.sent || (sheet.draft?.ready && !sheet.problem));

  const store = globalThis.offlineStore({
    name: "giam-khao",
    rows: "sheets",
    patience: 20000,
    session: () => `${API}/session`,
    due: async () => (await store.all()).filter(isDue),
    sendOne: (sheet, token) => sendOne(sheet.id, token),
    ownerless: true,
  });
  const change = (id, how) => store.change(id, how, EMPTY);
  // What is no JSON does not come from the register but from something between, and settles nothing.
  const request = async (path, options = {}) => {
    const language = globalThis.document?.documentElement.lang || "vi";
    const headers = { "Accept-Language": language, ...options.headers };
    const { status, body } = await store.request(API + path, { ...options, headers });
    return { status: body || status === 401 ? status : 0, body };
  };

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

  const stateOf = (sheet) => {
    if (!sheet) return "";
    if (sheet.theirs) return "choose";
    if (sheet.problem) return "refused";
    if (sheet.draft?.submit || sheet.sent?.body.submit) return "waiting";
    if (isHeld(sheet)) return "device";
    if (sheet.received?.status === "submitted") return "submitted";
    return sheet.received?.revision ? "received" : "";
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

  // Send one sheet until nothing is owed; or tell why the rest has to wait.
  const sendOne = async (id, token) => {
    for (;;) {
      const sheet = await change(id, (found) => {
        if (!isDue(found)) return false;
        if (found.sent) return true;
        const { n, scores, comment, submit } = found.draft;
        found.sent = { n, body: { client_id: crypto.randomUUID(), scores, comment, submit, base: found.base } };
      });
      if (!sheet) return "";
      const { status, body } = await request(`/sheets/${encodeURIComponent(id)}`, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(sheet.sent.body),
      });
      if (status === 200) await answered(id, sheet.sent, body);
      else if (status === 404) await store.drop(id);
      else if (status === 409 || status === 422) { if (!(await refused(id, sheet.sent, body))) return "offline"; }
      else return status === 0 || status >= 500 || status === 429 ? "offline" : "signed_out";
    }
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

  return {
    ...store, choose, isHeld, keep, note, refresh, stateOf, takeBack,
    unsent: async () => (await store.all()).filter(isHeld),
    // The worker keeps what the page names and nothing else; all of it, or it says that it failed.
    pages: /^\/(giam-khao|en\/jury)(\/|$)/,
    files: /^\/(static\/|giam-khao\/anh)/,
    opened: 0,
  };
})();
