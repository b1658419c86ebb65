import { t, type MessageKey } from "../../lib/i18n";
import type { Certainty, DuplicateContact, DuplicatePair, ReasonKind } from "../../lib/ipc/types";

/** How certain a pair is. */
export const CERTAINTIES: Record<Certainty, MessageKey> = {
  likely: "certainty.likely",
  possible: "certainty.possible",
  veryLikely: "certainty.veryLikely",
};

/** Why a pair may be one person, whole and in a word. */
export const REASONS: Record<ReasonKind, { long: MessageKey; short: MessageKey }> = {
  commonEmail: { long: "reason.commonEmail", short: "reasonShort.commonEmail" },
  commonPhone: { long: "reason.commonPhone", short: "reasonShort.commonPhone" },
  sameCompany: { long: "reason.sameCompany", short: "reasonShort.sameCompany" },
  sameEmail: { long: "reason.sameEmail", short: "reasonShort.sameEmail" },
  sameName: { long: "reason.sameName", short: "reasonShort.sameName" },
  samePhone: { long: "reason.samePhone", short: "reasonShort.samePhone" },
  similarCompany: { long: "reason.similarCompany", short: "reasonShort.similarCompany" },
  similarName: { long: "reason.similarName", short: "reasonShort.similarName" },
};

/** What a contact is called, of which something is always said. */
export function nameOf(contact: DuplicateContact): string {
  return contact.Title.trim() || t("duplicates.unnamed");
}

/** The names of both. */
export function namesOf({ One, Other }: DuplicatePair): { one: string; other: string } {
  return { one: nameOf(One), other: nameOf(Other) };
}

/** The reasons of a pair in a few words. */
export function inShort(pair: DuplicatePair): string {
  return pair.Reasons.map((reason) => t(REASONS[reason.Kind].short)).join(", ");
}
