/** How one request of the operator's API is written down, and how it is asked. */
import { z } from 'zod';

/** Below this path stands the whole API of operators. */
export const operatorRoot = '/api';
/** Where the API describes itself as an OpenAPI document, open to all; below `operatorRoot`. */
export const operatorDescription = '/openapi.json';

/** A refusal: `error` is a word for programs, `message` a sentence for people. */
export const Refusal = z.object({ error: z.string(), message: z.string() });

/**
 * One request of the operator's API: the relay registers its route from this object, and whoever asks it imports the same object.
 * `path` stands below `operatorRoot` and has a `:name` for each of `params`. `querystring` and `body` are left out where there is none.
 * `replies` has a shape for each status; 200 is the one answer that is no refusal.
 */
export type OperatorRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly params?: z.ZodObject;
  readonly querystring?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly replies: { readonly 200: z.ZodType; readonly [status: number]: z.ZodType };
};

/** Requests by the names under which programs ask them. */
export type OperatorRequests = Readonly<Record<string, OperatorRequest>>;

/** A value as somebody may have typed it: of the right kind, not yet of the right range. The relay says what is wrong with it. */
export type Typed<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer One)[]
        ? readonly Typed<One>[]
        : T extends object
          ? { readonly [Name in keyof T]: Typed<T[Name]> }
          : T;

/** What any request may be given. */
export type AnythingGiven = {
  readonly params?: Readonly<Record<string, string | number>> | undefined;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly body?: unknown;
};

type NoParams = { readonly params?: undefined };
type NoQuery = { readonly query?: undefined };
type NoBody = { readonly body?: undefined };

/** What this request must and may be given: what stands for each `:name` of its path, its query, and its body. */
export type GivenTo<R extends OperatorRequest> = (R extends { readonly params: z.ZodObject<infer Shape> }
  ? { readonly params: { readonly [Name in keyof Shape]: string | number } }
  : NoParams) &
  (R extends { readonly querystring: z.ZodObject<infer Shape> }
    ? { readonly query?: { readonly [Name in keyof Shape]?: string | number | undefined } }
    : NoQuery) &
  (R extends { readonly body: infer Body extends z.ZodType } ? { readonly body: Typed<z.input<Body>> } : NoBody);

/** What comes back where nothing is refused. */
export type ReplyTo<R extends OperatorRequest> = z.output<R['replies'][200]>;

/**
 * The path and query of a request with what was given, from the root of the relay's address. Nothing given can leave its place in the path;
 * throws a sentence for `.` and `..`, which every reader of an address takes for places, encoded or not.
 */
export function pathOf({ path }: OperatorRequest, { params = {}, query = {} }: AnythingGiven): string {
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => placed(String(params[name] ?? '')));
  const wanted = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const written = new URLSearchParams(wanted).toString();
  return `${operatorRoot}${filled}${written === '' ? '' : `?${written}`}`;
}

function placed(word: string): string {
  if (/^\.{1,2}$/.test(word)) throw new Error(`${word} is no name of anything.`);
  return encodeURIComponent(word);
}

/** A reply of status 200 in the request's own shape; throws where it has another. */
export function replyIn<R extends OperatorRequest>({ replies }: R, value: unknown): ReplyTo<R> {
  return readAs<R['replies'][200]>(replies[200], value);
}

const readAs = <Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> => shape.parse(value);
