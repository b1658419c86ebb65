export type StatusCode = "OK" | "Created" | "BadRequest" | "Forbidden" | "NotFound" | "InternalServerError";
