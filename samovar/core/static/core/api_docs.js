// Shows the OpenAPI document; a file of its own because the policy allows no script in the page.
window.ui = window.SwaggerUIBundle({
  url: "/api/schema/?format=json",
  dom_id: "#document",
  deepLinking: true,
  // Hundreds of operations at once keep a browser busy for seconds; areas open one by one.
  docExpansion: "none",
  filter: true,
  // No mark of a foreign validator, and no request to one.
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  requestSnippetsEnabled: true,
});
