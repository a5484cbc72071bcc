// The id of the newest pass in a state: node passes.mjs URL STATE; AUTH goes along.
const [url, state] = process.argv.slice(2);
const query = `{ passes(first: 1, where: {state: {eq: ${state}}}) { edges { node { passId } } } }`;
const headers = { "content-type": "application/json", authorization: process.env.AUTH };
const told = await (await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) })).json();
console.log(told.data.passes.edges[0].node.passId);
