// @neo4j/graphql behind graphql-yoga, one process: the environment of `c360 serve` says for what.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Neo4jGraphQL } from '@neo4j/graphql';
import { createYoga } from 'graphql-yoga';
import { jwtVerify } from 'jose';
import neo4j from 'neo4j-driver';

const { C360_PORT, NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD, NEO4J_DATABASE, C360_TOKEN_SECRET, C360_TIMEZONE } = process.env;
const typeDefs = readFileSync(new URL('types.graphql', import.meta.url), 'utf8');
const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USER, NEO4J_PASSWORD));
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();

const { records } = await driver.executeQuery('MATCH (u:OrgUnit) RETURN u.id AS id, u.path AS path', {}, { database: NEO4J_DATABASE });
const organisation = records.map((record) => record.toObject());
const below = (org) => [...organisation.filter(({ path }) => path === org || path.startsWith(`${org}/`)).map(({ id }) => id), 'PUBLIC'];

// A signature is verified once, and the units of a place are found once: as the gateway does.
const secret = new TextEncoder().encode(C360_TOKEN_SECRET);
const callers = new Map();
async function caller(token) {
  const known = callers.get(token);
  if (known && known.jwt.exp > Date.now() / 1000) return known;
  const { payload } = await jwtVerify(token, secret, { audience: 'c360', algorithms: ['HS256'] });
  const found = { jwt: payload, units: below(payload.org) };
  callers.set(token, found);
  return found;
}

const day = new Intl.DateTimeFormat('en-CA', { timeZone: C360_TIMEZONE });
const yoga = createYoga({
  schema,
  graphiql: false,
  landingPage: false,
  logging: false,
  context: async ({ request }) => {
    const { jwt, units } = await caller((request.headers.get('authorization') ?? '').replace(/^Bearer /i, ''));
    const cypherParams = { units, today: day.format(new Date()) };
    return { jwt, units, cypherParams, sessionConfig: { database: NEO4J_DATABASE } };
  },
});

createServer(yoga).listen(Number(C360_PORT), '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
