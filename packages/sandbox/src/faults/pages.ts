import { isList, isObject, type Json } from "../server/json.js";
import { isPage, type Paging } from "../server/paging.js";
import { toResponse } from "../server/vendor-response.js";
import { cursorEdits } from "./cursor-pages.js";
import { type Encounter, type Fault, fault } from "./fault.js";
import { numberEdits } from "./numbered-pages.js";

type Members = { readonly [key: string]: Json | undefined };

const names: readonly (readonly [string, string])[] = [
  ["repeated-cursor", "A page's cursor leads to the page itself, so that it repeats without end."],
  [
    "cursor-cycle",
    "The second page leads back to the first; a list of one page leads to itself by two cursors in turn.",
  ],
  ["duplicated-page", "Each page is returned twice, under different cursors; the list ends."],
  ["empty-page-with-cursor", "An empty page, whose cursor leads to the page, precedes each page; the list ends."],
  [
    "shifted-rows",
    "A row was inserted before the pages that were read: the last row of each page is repeated at the start of the next.",
  ],
  ["missing-cursor", "A page without its cursor member."],
];

/** Faults of paged lists. They apply only to a page of a paged list. */
export const pageFaults: readonly Fault[] = names.map(([name, what]) =>
  fault(name, what, async (encounter) => {
    const answer = await encounter.answer();
    const { paging } = encounter.visit.vendor;
    if (answer.status !== 200 || paging === undefined || !isPage(answer.body, paging)) return null;
    const body = await editPage(encounter, name, answer.body, paging);
    return body === null ? null : toResponse({ ...answer, body });
  }),
);

async function editPage(encounter: Encounter, name: string, body: Members, paging: Paging): Promise<Members | null> {
  if (paging.kind === "number") return editNumbered(encounter, name, body, paging.rows);
  const { rows, cursor } = paging;
  const edit = cursorEdits[name]?.({ asked: encounter.visit.query.get(cursor), next: body[cursor] });
  if (!edit) return null;
  return { ...body, [cursor]: edit.next, ...(edit.empty ? { [rows]: [] } : {}) };
}

async function editNumbered({ visit }: Encounter, name: string, body: Members, rows: string): Promise<Members | null> {
  const { metadata } = body;
  if (!isObject(metadata)) return null;
  const { page, totalFilteredPages } = metadata;
  const edit = numberEdits[name]?.({ page: Number(page), totalFilteredPages: Number(totalFilteredPages) });
  if (!edit) return null;
  const counted = { ...metadata, page: edit.page, totalFilteredPages: edit.totalFilteredPages };
  const rowsOf = async (asked: number | null | undefined): Promise<readonly Json[]> => {
    if (asked === null || asked === undefined) return [];
    if (asked === page) return isList(body[rows]) ? body[rows] : [];
    const query = new URLSearchParams(visit.query);
    query.set("page", String(asked));
    const { body: other } = await visit.ask(query);
    const found = isObject(other) ? other[rows] : undefined;
    return isList(found) ? found : [];
  };
  const before = (await rowsOf(edit.lastRowOf)).slice(-1);
  return { ...body, metadata: counted, [rows]: [...before, ...(await rowsOf(edit.rowsOf))] };
}
