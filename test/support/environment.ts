// The local day must come from server/kernel/calendar.ts, never from the machine: tests run in a zone that is not Shanghai's.
process.env.TZ = "UTC";
