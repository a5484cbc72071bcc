// What breaks clients, as graphql-inspector sees it: node changes.mjs OLD NEW ANNOUNCED; fails on what is not announced there
import { readFileSync } from 'node:fs';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const [before, now, announced] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));
const [, breaking] = announced.split('## Breaking');
const found = await diff(buildSchema(before), buildSchema(now));
const unannounced = found.filter(({ criticality, path }) => criticality.level === CriticalityLevel.Breaking && !breaking.includes(path));
for (const { message } of unannounced) console.log(message);
console.log(`${found.length} changes, ${unannounced.length} of them break clients unannounced`);
process.exit(unannounced.length ? 1 : 0);
