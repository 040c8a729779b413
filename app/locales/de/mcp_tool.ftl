# MCP-Tools von Servern: Liste, Suche, eines mit seinem Formular und seinen Aufrufen.
mcp-tool-title = MCP-Tools
