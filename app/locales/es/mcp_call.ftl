# Llamadas a herramientas MCP: argumentos, progreso, resultado; y de qué se compone un resultado.
mcp-call-as-json = Como JSON
mcp-call-entries = { $count ->
    [one] { $count } elemento
   *[other] { $count } elementos
}
mcp-call-image = Imagen del servidor ({ $kind })
mcp-call-audio = Sonido del servidor ({ $kind })
mcp-call-text-empty = Un texto vacío.
mcp-call-unknown = El servidor envió algo del tipo «{ $kind }», que no se puede mostrar aquí.
