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

# Con qué se llama
mcp-call-no-arguments = Sin argumentos.

# Hasta dónde ha llegado, y qué ha dado
mcp-call-result = Resultado
mcp-call-again = Editar y volver a llamar
mcp-call-progress = Progreso
mcp-call-progress-of = { $current } de { $total }
mcp-call-progress-so-far = { $current } hasta ahora
mcp-call-begins = La llamada aún no ha llegado al servidor.
mcp-call-runs = El servidor trabaja en ella. El resultado aparecerá aquí.
mcp-call-cancelling = Se está avisando al servidor de que nadie espera ya el resultado.
mcp-call-cancelled = Cancelada. Se avisó al servidor; no se sabe si la herramienta MCP ya había hecho su trabajo.
mcp-call-result-none = La herramienta MCP no devolvió nada.
mcp-call-result-large = El resultado es demasiado grande para mostrarlo aquí. Está entero en la salida de la ejecución.
