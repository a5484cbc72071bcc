// The gateway's part and a second one, composed and asked through Apollo's gateway: node federation.mjs URL; AUTH as for the others
import { composeServices } from '@apollo/composition';
import { ApolloGateway, LocalGraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const url = process.argv[2];
const ask = async (query, variables) => {
  const headers = { 'content-type': 'application/json', authorization: process.env.AUTH };
  const answer = await (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })).json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
};

const second = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Person @key(fields: "id") { id: ID! loyaltyPoints: Int! }
  type Account @key(fields: "id") { id: ID! nickname: String! owner: Person }
  type Query { loyal: [Person!]! favourite: Account }
`);
const { customers: { edges } } = await ask('{ customers(first: 20) { edges { node { __typename id name accounts(first: 1) { edges { node { id number kind } } } } } } }');
const people = edges.map(({ node }) => node).filter(({ __typename, accounts }) => __typename === 'Person' && accounts.edges.length).slice(0, 3);
const account = people[0].accounts.edges[0].node;
const resolvers = {
  Query: { loyal: () => people.map(({ id }) => ({ id })), favourite: () => ({ id: account.id, owner: { id: people[0].id } }) },
  Person: { loyaltyPoints: ({ id }) => id.length, __resolveReference: (it) => it },
  Account: { nickname: ({ id }) => `nick ${id}`, __resolveReference: (it) => it },
};

const { _service: { sdl } } = await ask('{ _service { sdl } }');
const composed = composeServices([
  { name: 'c360', typeDefs: parse(sdl), url },
  { name: 'second', typeDefs: second, url: 'http://second.invalid' },
]);
for (const each of composed.errors ?? []) console.log(each.message);
if (composed.errors) process.exit(1);
for (const hint of composed.hints) console.log(`hint: ${hint.message}`);

const schema = buildSubgraphSchema({ typeDefs: second, resolvers });
class Remote extends RemoteGraphQLDataSource {
  willSendRequest({ request }) { request.http.headers.set('authorization', process.env.AUTH); }
}
const gateway = new ApolloGateway({
  supergraphSdl: composed.supergraphSdl,
  buildService: ({ name }) => (name === 'second' ? new LocalGraphQLDataSource(schema) : new Remote({ url })),
  logger: { debug() {}, info() {}, warn: console.error, error: console.error },
});
const { executor } = await gateway.load();
const through = async (query) => {
  const document = parse(query);
  const found = await executor({ document, request: { query }, queryHash: query, operationName: null, schema: gateway.schema, context: {}, metrics: {}, cache: new Map() });
  if (found.errors) throw new Error(JSON.stringify(found.errors));
  return found.data;
};
const same = (told, expected) => { if (JSON.stringify(told) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(told)} is not ${JSON.stringify(expected)}`); };
const { loyal } = await through('{ loyal { loyaltyPoints name id } }');
same(loyal, people.map(({ id, name }) => ({ loyaltyPoints: id.length, name, id })));
const { favourite } = await through('{ favourite { nickname number kind owner { name loyaltyPoints } } }');
same(favourite, { nickname: `nick ${account.id}`, number: account.number, kind: account.kind, owner: { name: people[0].name, loyaltyPoints: people[0].id.length } });
const { customers } = await through('{ customers(first: 20) { edges { node { name ... on Person { loyaltyPoints } } } } }');
same(customers.edges.map(({ node }) => node), edges.map(({ node: { __typename, id, name } }) => ({ name, ...(__typename === 'Person' && { loyaltyPoints: id.length }) })));
console.log(`composed; ${loyal.length + 1 + edges.length} entities resolved across both`);
await gateway.stop();
