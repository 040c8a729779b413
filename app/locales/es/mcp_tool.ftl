# Herramientas MCP de los servidores: lista, búsqueda, una con su formulario y sus llamadas.
mcp-tool-title = Herramientas MCP
