/** A request as it leaves the phone; `path` begins with `/`. */
export interface Outgoing {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: unknown;
  timeoutMs: number;
}
export interface Incoming {
  status: number;
  body: unknown;
}
/** A file on its way, with the other fields of its form. */
export interface Sending extends Omit<Outgoing, "method" | "body"> {
  fields: Readonly<Record<string, string>>;
}
/** A one-time code that `POST /api/session` turns into a session. */
export interface LoginCode {
  code: string;
  via: "web" | "miniprogram";
}
/** A file that the person chose: a browser's file object, or a temporary path of the mini program. */
export interface ChosenFile {
  name: string;
  source: Blob | string;
  bytes: number;
}

/** Photos that wait on this phone for the network, beyond the closing of the app. */
export interface PhotoShelf {
  /**
   * Keeps a photo and resolves with the name that finds it again (`id`, or one of the shelf's own); `photo` itself may be gone afterwards.
   * null: the photo cannot be read. Rejects where the phone has no room for it.
   */
  keep(id: string, photo: ChosenFile): Promise<string | null>;
  /** null: it is no longer there */
  find(kept: string): Promise<ChosenFile | null>;
  forget(kept: string): Promise<void>;
}

/**
 * Where this copy of the app runs: framed in the sandbox phone, alone in a browser, or as a mini program.
 * Everything that differs between them stands behind this interface.
 */
export interface Host {
  readonly kind: "framed" | "web" | "miniprogram";
  /** true: the session travels as a Bearer token; false: as the browser's cookie */
  readonly carriesToken: boolean;
  /** Rejects only when no answer came (network gone, time out). */
  exchange(request: Outgoing): Promise<Incoming>;
  upload(request: Sending, file: ChosenFile): Promise<Incoming>;
  /** Fetches a file that needs the session and gives an address that this phone can show. Rejects when it cannot. */
  fetchFile(request: Omit<Outgoing, "method" | "body">): Promise<string>;
  savedToken(): string | null;
  saveToken(token: string | null): void;
  /** true while a code handed over by the opener has not been used: it is fresher than any saved token */
  holdsCode(): boolean;
  /** null when this host cannot get one by itself */
  loginCode(): Promise<LoginCode | null>;
  /** Leaves for the login page, once (`again`: the person asked for it); false when this host cannot or already did. */
  leaveForLogin(again?: boolean): boolean;
  /** Called after an answer that needed the session: a later sign-out may leave for login again. */
  signedIn(): void;
  chooseImage(): Promise<ChosenFile | null>;
  chooseFile(): Promise<ChosenFile | null>;
  readonly photos: PhotoShelf;
  /** The words of a chosen file in UTF-8. Rejects where it cannot be read. */
  readText(file: ChosenFile): Promise<string>;
  /** Shows a fetched file that is not a picture. */
  openFile(address: string, name: string): void;
  /** Says when the clock that this phone goes by was moved, and returns how to listen no more; absent: it only runs. */
  onClockMoved?(moved: () => void): () => void;
  /** Prints the page; absent where this host cannot. */
  print?(): void;
}
