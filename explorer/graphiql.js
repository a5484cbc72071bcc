// GraphiQL on this gateway: who asks, examples for each kind of user, and subscriptions as server-sent events.

// Tokens may be handed over in the fragment (#token=…&partner=…), which never leaves the browser.
const kept = { token: "c360.token", partner: "c360.partner" };
const handed = new URLSearchParams(location.hash.slice(1));
for (const [name, key] of Object.entries(kept)) if (handed.get(name)) sessionStorage.setItem(key, handed.get(name));
if (handed.get("token")) history.replaceState(null, "", location.pathname);
const token = (name) => sessionStorage.getItem(kept[name]) || "";

// A partner's question is asked as one, where a partner's token is at hand.
const headersOf = (who) => {
  const bearer = (who === "Partner app" && token("partner")) || token("token");
  return bearer ? JSON.stringify({ Authorization: `Bearer ${bearer}` }, null, 2) : "";
};

// The part of the text that is asked for decides: what listens is streamed.
const listens = (asked, document) => {
  const operations = (document?.definitions || []).filter((one) => one.kind === "OperationDefinition");
  const chosen = operations.find((one) => one.name?.value === asked.operationName) || operations[0];
  return chosen?.operation === "subscription";
};

async function fetcher(asked, options) {
  const streams = listens(asked, options?.documentAST);
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: streams ? "text/event-stream" : "application/graphql-response+json, application/json",
      ...options?.headers,
    },
    body: JSON.stringify(asked),
  });
  if (!streams || !response.headers.get("content-type").startsWith("text/event-stream")) return response.json();
  return events(response.body.getReader());
}

// Each `next` event of a stream, until it completes; GraphiQL's stop button returns, which closes the connection.
async function* events(reader) {
  const decoder = new TextDecoder();
  let waiting = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      waiting += decoder.decode(value, { stream: true });
      const told = waiting.split("\n\n");
      waiting = told.pop();
      for (const event of told) {
        if (event.startsWith("event: complete")) return;
        if (event.startsWith("event: next")) yield JSON.parse(event.slice(event.indexOf("data: ") + 6));
      }
    }
  } finally {
    reader.cancel();
  }
}

const asTab = (one) => ({
  title: one.title,
  query: one.query,
  variables: Object.keys(one.variables).length ? JSON.stringify(one.variables, null, 2) : "",
  headers: headersOf(one.who),
});

const root = ReactDOM.createRoot(document.getElementById("graphiql"));
const show = (tabs) =>
  root.render(
    React.createElement(GraphiQL, {
      key: tabs[0].title,
      fetcher,
      defaultTabs: tabs,
      query: tabs[0].query,
      variables: tabs[0].variables,
      headers: tabs[0].headers,
      defaultHeaders: headersOf(""),
      shouldPersistHeaders: false,
      storage: null,
      defaultEditorToolsVisibility: "variables",
    }),
  );

// One example of each kind of user stands in a tab of its own; a button opens any of them first.
fetch("/graphiql/examples")
  .then((response) => response.json())
  .then((examples) => {
    const kinds = [...new Set(examples.map((one) => one.who))];
    const first = (chosen) => [chosen, ...kinds.filter((who) => who !== chosen.who).map((who) => examples.find((one) => one.who === who))];
    for (const who of kinds) {
      const group = document.createElement("div");
      group.append(Object.assign(document.createElement("b"), { textContent: who }));
      for (const one of examples.filter((each) => each.who === who)) {
        const button = Object.assign(document.createElement("button"), { textContent: one.title, onclick: () => show(first(one).map(asTab)) });
        group.append(button);
      }
      document.getElementById("examples").append(group);
    }
    show(first(examples[0]).map(asTab));
  });
