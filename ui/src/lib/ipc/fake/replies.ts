import type { Answer, Issue, JsonValue, Reply, StatusCode } from "../types";
import { fromJson } from "../../form/exact";
import { isObject } from "../../form/values";
import { issue } from "./rules";

const HTTP: Record<StatusCode, number> = {
  OK: 200,
  Created: 201,
  BadRequest: 400,
  Forbidden: 403,
  NotFound: 404,
  InternalServerError: 500,
};

/** A body read as an object; null when it is none. */
export function parse(body: string): Record<string, JsonValue> | null {
  try {
    const value = fromJson(body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** A request carried out. */
export function reply(StatusCode: StatusCode, rest: Partial<Answer>, changeId: string | null = null): Reply {
  const answer: Answer = { Success: true, StatusCode, ...rest, TotalTime: 1 };
  return { answer, httpStatus: HTTP[StatusCode], changeId };
}

/** A request refused. */
export function failed(StatusCode: StatusCode, Errors: Issue[], Warnings: Issue[] = []): Reply {
  const answer: Answer = {
    Success: false,
    StatusCode,
    Errors,
    ...(Warnings.length > 0 && { Warnings }),
    TotalTime: 1,
  };
  return { answer, httpStatus: HTTP[StatusCode], changeId: null };
}

/** What a read-only book says to every change. */
export function readOnly(): Reply {
  return failed("Forbidden", [
    issue("ReadOnly", "The book is open read-only: nothing in it can be changed."),
  ]);
}
