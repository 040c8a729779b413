# Outils MCP des serveurs : liste, recherche, un outil avec son formulaire et ses appels.
mcp-tool-title = Outils MCP
