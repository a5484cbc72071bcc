// In front of GraphiQL: shows it to whoever has a token for it, which stays in this tab (sessionStorage) and goes to this gateway alone.
// In a block of its own: what is written in its place shares its names.
{
  const KEY = "c360.token";
  const why = document.getElementById("why");

  async function enter(token) {
    const page = await fetch("/graphiql", { headers: { Authorization: `Bearer ${token}` } });
    const text = await page.text();
    if (!page.ok) {
      sessionStorage.removeItem(KEY);
      why.textContent = JSON.parse(text).errors[0].message;
      return;
    }
    sessionStorage.setItem(KEY, token);
    document.open();
    document.write(text);
    document.close();
  }

  document.getElementById("door").addEventListener("submit", (event) => {
    event.preventDefault();
    enter(document.getElementById("token").value.trim());
  });
  // Tokens may be handed over in the fragment (#token=…), which never leaves the browser.
  const handed = new URLSearchParams(location.hash.slice(1)).get("token") || sessionStorage.getItem(KEY);
  if (handed) enter(handed);
}
