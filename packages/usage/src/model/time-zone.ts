// Every name of the clock without an offset that the IANA database has.
const universal = /^(?:Etc\/)?(?:UTC|UCT|Universal|Zulu|Greenwich|GMT(?:[+-]?0)?)$/;

// Names that some runtimes still prefer, and those that the IANA database has for them.
const current = new Map(
  Object.entries({
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Catamarca": "America/Argentina/Catamarca",
    "America/Coral_Harbour": "America/Atikokan",
    "America/Cordoba": "America/Argentina/Cordoba",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "America/Jujuy": "America/Argentina/Jujuy",
    "America/Louisville": "America/Kentucky/Louisville",
    "America/Mendoza": "America/Argentina/Mendoza",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
    "Pacific/Enderbury": "Pacific/Kanton",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
  }),
);

const known = new Map<string, { spelling: string; canonical: string }>();

/** A zone's own spelling, and the one name of all that mean the same zone; undefined for what is no zone. */
export function zoneNames(name: string): { spelling: string; canonical: string } | undefined {
  // The first formatter of a program takes tens of milliseconds.
  if (name === "UTC") return { spelling: name, canonical: name };
  const found = known.get(name);
  if (found !== undefined) return found;
  // Offsets such as +02:00 are zones to newer runtimes only, and never a place's.
  if (typeof name !== "string" || !/^[A-Za-z]/.test(name)) return undefined;
  let resolved: string;
  try {
    resolved = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
  const names = {
    spelling: resolved.toLowerCase() === name.toLowerCase() ? resolved : name,
    canonical: universal.test(name) || universal.test(resolved) ? "UTC" : (current.get(resolved) ?? resolved),
  };
  // There are some six hundred names.
  if (known.size < 1000) known.set(name, names);
  return names;
}
