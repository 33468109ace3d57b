/**
 * The member of a record under a key that comes from outside. Every object has members that nobody put there, such as
 * `constructor`: those are no members of the record.
 */
export function own<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
