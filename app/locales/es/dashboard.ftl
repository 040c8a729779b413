# Primera página de una organización.
dashboard-title = Panel
dashboard-steps-title = Primeros pasos
dashboard-steps-intro = Tres pasos, de una organización vacía a un trabajo hecho.
dashboard-step-done = Hecho
dashboard-step-next = Siguiente
dashboard-step-later = Más tarde
dashboard-step-unavailable = No en esta versión
dashboard-step-server = Añadir un servidor
dashboard-step-server-text = Un servidor MCP remoto. Si tiene un agente maestro, el Studio puede ejecutar comandos en él.
dashboard-step-server-action = Añadir un servidor
dashboard-step-task = Ejecutar una tarea
dashboard-step-task-text = Escriba un comando una vez, ejecútelo cuando quiera y siga su salida en directo.
dashboard-step-task-action = Crear una tarea
dashboard-step-task-run-action = Ir a sus tareas
dashboard-step-agent = Crear un agente
dashboard-step-agent-text = Un trabajador con nombre en un servidor. Esta versión aún no tiene agentes.
dashboard-servers = Servidores
dashboard-servers-note = { $healthy } de { $count } en buen estado
dashboard-servers-none = Ninguno todavía
dashboard-active = Ejecuciones activas
dashboard-active-note = { $running } en curso, { $waiting } en espera, { $cancelling } en cancelación
dashboard-today = Terminadas hoy
dashboard-today-note = { $succeeded } con éxito, { $failed } sin él
dashboard-today-none = Ninguna por ahora
dashboard-rate = Tasa de éxito hoy
dashboard-rate-week = { $percent } en los siete días anteriores
dashboard-rate-week-none = Ninguna ejecución en los siete días anteriores
dashboard-waiting = Lo que espera a alguien
dashboard-waiting-none = Nada le espera.
dashboard-waiting-input = { $count ->
    [one] Una ejecución espera datos
   *[other] { $count } ejecuciones esperan datos
}
dashboard-waiting-lost = { $count ->
    [one] Una ejecución se perdió en los últimos siete días: compruebe qué fue de ella
   *[other] { $count } ejecuciones se perdieron en los últimos siete días: compruebe qué fue de ellas
}
dashboard-waiting-more = { $count ->
    [one] Otro servidor no se puede usar
   *[other] Otros { $count } servidores no se pueden usar
}
dashboard-now = Ahora mismo
dashboard-now-executions = Ejecuciones
dashboard-now-none = Ninguna en curso
dashboard-outcomes = ¿Cómo terminaron las ejecuciones en las últimas 24 horas?
dashboard-outcomes-quarter = Cuarto de hora desde
dashboard-outcome-succeeded = Con éxito
dashboard-outcome-failed = Fallidas o fuera de tiempo
dashboard-outcome-lost = Perdidas
dashboard-outcome-stopped = Canceladas, rechazadas u omitidas
dashboard-failures = Últimos fallos
dashboard-failures-reason = Causa
dashboard-failures-ended = Fin
dashboard-latest = Últimas ejecuciones
dashboard-latest-all = Todas las ejecuciones
