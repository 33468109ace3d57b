/** The fetch of a scripted transport; where the tests are played over undici, another takes its place. */
export const asFetch = (answer: (request: Request) => Promise<Response>) => answer;
