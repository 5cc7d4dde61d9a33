import { defaultSettings } from "~/customers/settings";
import { segmentActs } from "~/components/segments/page/acts";
import { previewParts } from "~/segments/preview/parts.server";
import { segmentTabs } from "~/segments/overview/segmentPage";
import type { Condition } from "~/segments/language/definition";
import { tagged } from "~/segments/language/testing/builders";

import type { Ask } from "./ask";
import { customerOf, refersTo, rule, type Tenant } from "./tenant";

/** Something asked by one shop that names what is another's. */
export interface Try {
  readonly ask: Ask;
  /** `refused`: 404 or 403. `nothing`: answered, with nothing of the other shop. `done`: done, as if the other were not there. */
  readonly answer: "refused" | "nothing" | "done";
  /** The same about what no shop has: the answer is to be the same, so that not even its being there is told. */
  readonly twin?: { readonly ask: Ask; readonly id: string; readonly ofNobody: string };
}

export interface RouteTries {
  /** Who is let in: staff of a shop by their session token, or anybody. */
  readonly door: "staff" | "anybody";
  /** What a shop asks of its own, and gets. */
  readonly own: readonly Ask[];
  readonly foreign: readonly Try[];
}

/** Ids that no shop has. */
const nobody = {
  segment: 99_999,
  customer: customerOf(999_999),
  request: "0b7c6b0e-0000-4000-8000-000000000000",
};

const get = (path: string): Ask => ({ path });
const post = (path: string, json: unknown): Ask => ({ path, json });
const refused = (ask: Ask): Try => ({ ask, answer: "refused" });
const nothing = (ask: Ask): Try => ({ ask, answer: "nothing" });

/** A part of a word finds what carries it; its coming back with the answer is told from what was found. */
export const partOf = (word: string): string => word.slice(0, Math.ceil(word.length / 2));

/** What one shop asks of its own, and what of another's it tries, by the id of the route. */
export function triesOf(own: Tenant, other: Tenant): Readonly<Record<string, RouteTries>> {
  const { segments } = own;
  const theirSegments = Object.values(other.segments);
  const theirCustomer = customerOf(other.customers);
  const sharedCustomer = customerOf(1);
  const part = partOf(other.word);
  const everybody = rule(tagged("has_none", "nobody"));

  const staff = (asks: readonly Ask[], foreign: readonly Try[] = []): RouteTries => ({
    door: "staff",
    own: asks,
    foreign,
  });
  const anybody = (asks: readonly Ask[], foreign: readonly Try[] = []): RouteTries => ({
    door: "anybody",
    own: asks,
    foreign,
  });
  const ofSegments = (ask: (id: number) => Ask, answer: Try["answer"] = "refused"): Try[] =>
    theirSegments.map((id) => ({
      ask: ask(id),
      answer,
      twin: { ask: ask(nobody.segment), id: String(id), ofNobody: String(nobody.segment) },
    }));
  const ofCustomer = (ask: (id: string) => Ask, answer: Try["answer"] = "refused"): Try[] => [
    {
      ask: ask(theirCustomer),
      answer,
      twin: { ask: ask(nobody.customer), id: theirCustomer, ofNobody: nobody.customer },
    },
  ];
  /** Their segment within a rule of ours, as deep as a rule goes. */
  const speakingOf = (ask: (where: ReturnType<typeof rule>) => Ask): Try[] =>
    ofSegments((id) => {
      const condition: Condition = refersTo(id);
      return ask(rule(tagged("has_none", "nobody"), condition));
    });
  const searches = (path: string): Try[] =>
    [part, theirCustomer, `${part}.`, "@example.com"].map((search) =>
      nothing(get(`${path}?${new URLSearchParams({ search }).toString()}`)),
    );

  const page = `/app/segments/${String(segments.changed)}`;
  const theirs = (path: (id: number) => string, more: Partial<Ask> = {}) =>
    ofSegments((id) => ({ path: path(id), ...more }));
  const numbers = { base: 1, numbers: {} };
  const save = {
    segmentId: null,
    name: `Saved ${own.word}`,
    description: "",
    definition: everybody,
    base: null,
  };
  const settings = JSON.stringify(defaultSettings);
  const excluding = JSON.stringify({
    ...defaultSettings,
    exclude: { customerTags: [part], orderTags: [part] },
  });

  return {
    root: anybody([get("/")]),
    "routes/_index": anybody([get("/")]),
    "routes/$": anybody([], [refused(get(`/${part}`)), refused(get("/shops/1"))]),
    "routes/auth.$": anybody([get("/auth/session-token")]),
    "routes/auth.login": anybody(
      [get("/auth/login"), { path: "/auth/login", form: { shop: "" } }],
      [nothing({ path: "/auth/login", form: { shop: part } })],
    ),
    "routes/webhooks": anybody([], [nothing(post("/webhooks", {}))]),

    "routes/app": staff([get("/app")]),
    "routes/app.$": staff(
      [],
      theirs((id) => `/app/shops/${String(id)}`),
    ),
    "routes/app._index": staff([get("/app"), { path: "/app?index", form: { intent: "dismiss-guide" } }]),
    "routes/app.compare": staff([get("/app/compare")]),
    "routes/app.figures[.]json": staff([get("/app/figures.json")]),
    "routes/app.customers.$id": staff(
      [get(`/app/customers/${sharedCustomer}`)],
      ofCustomer((id) => get(`/app/customers/${id}`)),
    ),
    "routes/app.customers.$id_.timeline": staff(
      [get(`/app/customers/${sharedCustomer}/timeline?time=2100-01-01T00:00:00Z&seen=0`)],
      ofCustomer((id) => get(`/app/customers/${id}/timeline?time=2100-01-01T00:00:00Z&seen=0`)),
    ),
    "routes/app.customers.find": staff(
      [get(`/app/customers/find?search=${own.word}`)],
      searches("/app/customers/find"),
    ),
    "routes/app.groups.$group": staff(
      [get("/app/groups/champions")],
      [
        refused(get(`/app/groups/${part}`)),
        ...searches("/app/groups/champions"),
        ...["2", "1000000", theirCustomer].map((nth) => nothing(get(`/app/groups/hibernating?page=${nth}`))),
      ],
    ),
    "routes/app.segments._index": staff([get("/app/segments")], searches("/app/segments")),
    "routes/app.segments.$id": staff(
      segmentTabs.map((tab) => get(`${page}?tab=${tab}`)),
      [
        ...segmentTabs.flatMap((tab) => theirs((id) => `/app/segments/${String(id)}?tab=${tab}`)),
        ...searches(page).map(({ ask }) => nothing(get(`${ask.path}&tab=customers`))),
        nothing(get(`${page}?tab=customers&page=1000000`)),
      ],
    ),
    "routes/app.segments.$id_.edit": staff(
      [get(`${page}/edit`), get(`${page}/edit?version=1`)],
      ["", "?version=1", "?version=2"].flatMap((version) =>
        theirs((id) => `/app/segments/${String(id)}/edit${version}`),
      ),
    ),
    "routes/app.segments.$id_.export": staff(
      [get(`${page}/export`)],
      theirs((id) => `/app/segments/${String(id)}/export`),
    ),
    "routes/app.segments.$id_.numbers": staff(
      [get(`/app/segments/${String(segments.readyMade)}/numbers`)],
      theirs((id) => `/app/segments/${String(id)}/numbers`),
    ),
    "routes/app.segments.$id_.numbers_.save": staff(
      [post(`/app/segments/${String(segments.readyMade)}/numbers/save`, numbers)],
      theirs((id) => `/app/segments/${String(id)}/numbers/save`, { json: numbers }),
    ),
    "routes/app.segments.$id_.act": staff(
      ["activate", "refresh", "deactivate"].map((act) =>
        post(`/app/segments/${String(segments.switchedOff)}/act`, { act }),
      ),
      segmentActs.flatMap((act) => theirs((id) => `/app/segments/${String(id)}/act`, { json: { act } })),
    ),
    "routes/app.segments.$id_.why": staff(
      [get(`${page}/why?customer=${sharedCustomer}`)],
      [
        ...theirs((id) => `/app/segments/${String(id)}/why?customer=${sharedCustomer}`),
        ...theirs((id) => `/app/segments/${String(id)}/why?customer=${theirCustomer}`),
        ...ofCustomer((id) => get(`${page}/why?customer=${id}`)),
      ],
    ),
    "routes/app.segments.draft": staff(
      [
        { method: "PUT", ...post("/app/segments/draft", { segmentId: segments.changed, content: own.word }) },
        { method: "DELETE", ...post("/app/segments/draft", { segmentId: segments.readyMade }) },
      ],
      [
        ...ofSegments((segmentId) => ({
          method: "PUT",
          ...post("/app/segments/draft", { segmentId, content: own.word }),
        })),
        // A draft that is not there is dropped already.
        ...ofSegments(
          (segmentId) => ({ method: "DELETE", ...post("/app/segments/draft", { segmentId }) }),
          "nothing",
        ),
      ],
    ),
    "routes/app.segments.new": staff(
      [get("/app/segments/new"), get(`/app/segments/new?from=${String(segments.changed)}`)],
      [
        ...theirs((id) => `/app/segments/new?from=${String(id)}`),
        // A rule in a link is a text like any other; whom it means is asked of the preview.
        ...theirSegments.map((id) =>
          nothing(
            get(
              `/app/segments/new?${new URLSearchParams({ rule: JSON.stringify(rule(refersTo(id))) }).toString()}`,
            ),
          ),
        ),
      ],
    ),
    "routes/app.segments.overlap": staff(
      [
        get("/app/segments/overlap"),
        get(`/app/segments/overlap?ids=${String(segments.changed)},${String(segments.readyMade)}`),
      ],
      [
        ...theirs((id) => `/app/segments/overlap?ids=${String(id)}`),
        ...theirs((id) => `/app/segments/overlap?ids=${String(segments.changed)},${String(id)}`),
      ],
    ),
    "routes/app.segments.preview.$part": staff(
      [
        ...Object.keys(previewParts).map((asked) =>
          post(`/app/segments/preview/${asked}`, {
            ...{ definition: rule(refersTo(segments.changed)), segmentId: segments.referring },
            customerId: sharedCustomer,
          }),
        ),
      ],
      [
        nothing(get("/app/segments/preview/count")),
        refused(post(`/app/segments/preview/${part}`, { definition: everybody, segmentId: null })),
        ...Object.keys(previewParts).flatMap((asked) => [
          ...speakingOf((definition) =>
            post(`/app/segments/preview/${asked}`, {
              definition,
              segmentId: null,
              customerId: sharedCustomer,
            }),
          ),
          // What is edited may have been deleted meanwhile: its rule is counted all the same, as a new one.
          ...ofSegments(
            (segmentId) =>
              post(`/app/segments/preview/${asked}`, {
                definition: everybody,
                segmentId,
                customerId: sharedCustomer,
              }),
            "nothing",
          ),
        ]),
        // Whoever is asked about may have gone meanwhile.
        ...ofCustomer(
          (customerId) =>
            post("/app/segments/preview/customer", { definition: everybody, segmentId: null, customerId }),
          "nothing",
        ),
      ],
    ),
    "routes/app.segments.ready-made": staff([get("/app/segments/ready-made")]),
    "routes/app.segments.ready-made_.restore": staff(
      [post("/app/segments/ready-made/restore", { readyMade: "champions" })],
      [nothing(post("/app/segments/ready-made/restore", { readyMade: part }))],
    ),
    "routes/app.segments.save": staff(
      [post("/app/segments/save", save)],
      [
        ...ofSegments((segmentId) => post("/app/segments/save", { ...save, segmentId, base: 1 })),
        ...ofSegments((segmentId) => post("/app/segments/save", { ...save, segmentId, base: 2 })),
        ...speakingOf((definition) =>
          post("/app/segments/save", { ...save, name: "Speaks of others", definition }),
        ),
        ...speakingOf((definition) =>
          post("/app/segments/save", { ...save, segmentId: segments.changed, base: 2, definition }),
        ),
      ],
    ),
    "routes/app.segments.sizes": staff(
      [get(`/app/segments/sizes?ids=${Object.values(segments).join(",")}`)],
      theirs((id) => `/app/segments/sizes?ids=${String(id)}`),
    ),
    "routes/app.segments.suggestions": staff(
      [get(`/app/segments/suggestions?of=field:tags&search=${own.word}`)],
      [
        ...[
          "field:tags",
          "field:city",
          "event:purchased:sku",
          "event:purchased:product",
          "metafields",
        ].flatMap((of) => [
          nothing(get(`/app/segments/suggestions?of=${of}&search=${part}`)),
          nothing(get(`/app/segments/suggestions?of=${of}&search=`)),
          nothing(get(`/app/segments/suggestions?of=${of}&search=&values=${theirCustomer}`)),
        ]),
        nothing(get(`/app/segments/suggestions?of=metafield:custom_${other.word}:newsletter_topic&search=`)),
      ],
    ),
    "routes/app.segments.switch": staff(
      [post("/app/segments/switch", { ids: [segments.switchedOff], active: false })],
      [true, false].flatMap((active) => [
        ...ofSegments((id) => post("/app/segments/switch", { ids: [id], active })),
        refused(post("/app/segments/switch", { ids: theirSegments, active })),
        nothing(post("/app/segments/switch", { ids: [segments.changed, ...theirSegments], active: true })),
      ]),
    ),
    "routes/app.privacy": staff([get("/app/privacy")]),
    "routes/app.privacy_.$id.file": staff(
      [{ method: "POST", path: `/app/privacy/${own.request}/file` }],
      [
        {
          ask: { method: "POST", path: `/app/privacy/${other.request}/file` },
          answer: "refused",
          twin: {
            ask: { method: "POST", path: `/app/privacy/${nobody.request}/file` },
            id: other.request,
            ofNobody: nobody.request,
          },
        },
        refused({ method: "POST", path: `/app/privacy/${part}/file` }),
      ],
    ),
    "routes/app.settings_.retention": staff([post("/app/settings/retention", { webhooksKeptDays: 3 })]),
    "routes/app.settings": staff(
      [get("/app/settings"), { path: "/app/settings", form: { settings } }],
      [{ ask: { path: "/app/settings", form: { settings: excluding } }, answer: "done" }],
    ),
    "routes/app.settings_.effect": staff(
      [post("/app/settings/effect", defaultSettings)],
      [nothing(post("/app/settings/effect", JSON.parse(excluding) as unknown))],
    ),
    "routes/app.changes": staff([get("/app/changes")]),
    "routes/app.data-health": staff([get("/app/data-health")]),
    "routes/app.data-health_.$part": staff(
      ["now", "orders", "duplicates", "consent"].map((asked) => get(`/app/data-health/${asked}`)),
      [refused(get(`/app/data-health/${part}`)), refused(get(`/app/data-health/${theirCustomer}`))],
    ),
    "routes/app.data-health_.check": staff([post("/app/data-health/check", {})]),
    "routes/app.progress": staff([get("/app/progress"), { path: "/app/progress", method: "POST" }]),
  };
}
