// Relay's rules of graphql-eslint on a printed schema: node relay.mjs schema.graphql; fails on any finding
import { basename, dirname } from 'node:path';
import plugin from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';

const file = process.argv[2];
const { rules } = plugin.configs['flat/schema-relay'];
const eslint = new ESLint({
  cwd: dirname(file),
  overrideConfigFile: true,
  overrideConfig: [{
    files: ['**/*.graphql'],
    languageOptions: { parser: plugin.parser, parserOptions: { graphQLConfig: { schema: file } } },
    plugins: { '@graphql-eslint': plugin },
    rules: { ...rules, '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }] },
  }],
});
const found = (await eslint.lintFiles([basename(file)])).flatMap(({ messages }) => messages);
for (const { line, message, ruleId } of found) console.log(`${line}: ${message} (${ruleId})`);
console.log(`${found.length} findings by ${Object.keys(rules).length} rules`);
process.exit(found.length ? 1 : 0);
