# Ejecuciones y su terminal.
execution-title = Ejecuciones
execution-search = Buscar por título de tarea
execution-filter-state = Estado
execution-filter-state-all = Todos los estados
execution-filter-task-clear = Ver todas las tareas
execution-filter-server-clear = Ver todos los servidores
execution-empty-title = Aún no hay ejecuciones
execution-empty-text = Cada vez que se ejecuta una tarea aparece aquí, con su salida y su resultado.
execution-empty-action = Elegir una tarea
execution-empty-filter-title = Ninguna ejecución coincide
execution-empty-filter-text = Elija otro estado u otras palabras, o vea todas las ejecuciones.
execution-empty-filter-all = Ver todas las ejecuciones

# Estados
execution-state-waiting = En espera
execution-state-queued = En cola
execution-state-claimed = Iniciando
execution-state-running = En curso
execution-state-input-required = Espera una entrada
execution-state-cancelling = Cancelando
execution-state-succeeded = Correcta
execution-state-failed = Fallida
execution-state-timed-out = Tiempo agotado
execution-state-cancelled = Cancelada
execution-state-rejected = Rechazada
execution-state-skipped = Omitida
execution-state-lost = Perdida
execution-wait-dependency = Espera otra tarea
execution-wait-approval = Espera aprobación
execution-wait-retry = Espera el próximo intento
execution-wait-concurrency = Espera un lugar libre
execution-wait-paused = En pausa

# Columnas y datos
execution-column-task = Tarea
execution-column-state = Estado
execution-column-server = Servidor
execution-column-duration = Duración
execution-column-by = Ejecutada por
execution-column-queued = Puesta en cola
execution-exit-code = Código de salida
execution-exit-code-is = Código de salida { $code }
execution-retry-of = Repite
execution-retry-of-link = una ejecución anterior
execution-attempts = Intentos
execution-attempt-number = Intento
execution-output-size = Salida
execution-cause = Causa
execution-timeline = Historial
execution-action = Qué se ejecutó

# Acciones
execution-cancel = Cancelar
execution-cancel-over = La ejecución ha terminado.
execution-cancel-final = La ejecución ha terminado ({ $state }). Ya no hay nada que cancelar.
execution-input-over = El comando ha terminado y ya no lee nada. Lo escrito no se ha enviado.
execution-input-full = El comando no ha leído lo escrito antes. Espere a que lea o cancélelo.
execution-input-no-terminal = Este comando se ejecuta sin terminal, así que no lee nada. Dé un terminal (PTY) a su tarea y ejecútela de nuevo.
execution-input-not-yet = El comando aún no ha empezado. Vuelva a escribir cuando se ejecute.
execution-cancel-asked = Se pidió cancelar. El lado remoto aún no lo ha confirmado.
execution-retry = Ejecutar de nuevo
execution-retry-not-over = La ejecución aún no ha terminado.
execution-retry-active = La ejecución aún no ha terminado. Cancélela o espere a que acabe y ejecútela de nuevo.
execution-retry-no-server = El servidor de esta ejecución se eliminó. Escriba la tarea para otro servidor y ejecútela.

# Terminal
execution-terminal-label = Terminal: { $title }
execution-terminal-label-typing = Terminal: { $title }. Las teclas van al comando; Ctrl, Mayús y X salen del terminal.
execution-terminal-typing = El comando lee lo que escribe en el terminal. Ctrl + Mayús + X sale de él.
execution-terminal-download = Descargar la salida
execution-terminal-following = Siguiendo
execution-terminal-jump = Ir al final
execution-terminal-smaller = Texto más pequeño
execution-terminal-larger = Texto más grande
execution-terminal-full-screen = Pantalla completa
execution-terminal-find = Buscar en la salida
execution-terminal-find-none = No encontrado
execution-terminal-gap = { $size } de salida no conservados
execution-terminal-late = Los primeros { $size } de la salida no se muestran.
execution-terminal-from-start = Ver desde el principio
execution-terminal-dropped = El terminal conserva las últimas { $lines } líneas. Las anteriores están en la descarga.
execution-terminal-failed = No se pudo cargar el terminal. Vuelva a cargar la página o descargue la salida.
execution-terminal-excerpt = Se muestra lo que rodea la línea, de { $from } a { $to } de la salida.
execution-terminal-wrap = Ajustar las líneas largas
execution-terminal-first-error = Primer error
execution-terminal-first-error-is = Primer error: { $line }
execution-terminal-first-error-none = Ninguna línea indica un error.
execution-download = Descargar
execution-download-raw = Tal cual, con colores (.log)
execution-download-text = Texto sin formato, sin colores (.txt)
execution-download-asciicast = Grabación, asciicast v2 (.cast)
execution-connection-connecting = conectando
execution-connection-live = en directo
execution-connection-ended = completo
execution-connection-reconnecting = reconexión en { $seconds } s

# Por qué no hay nada que ver
execution-nothing-waiting = Aún no ha empezado.
execution-nothing-wait-dependency = Antes debe terminar otra tarea.
execution-nothing-wait-approval = Alguien debe aprobarla antes de que se ejecute.
execution-nothing-wait-retry = El último intento falló. El próximo empieza tras una pausa.
execution-nothing-wait-concurrency = Ahora mismo se ejecutan demasiadas de este tipo. Empieza cuando quede un lugar libre.
execution-nothing-wait-paused = Su tarea está en pausa.
execution-nothing-queued = En la cola. Empieza en cuanto un worker esté libre.
execution-nothing-claimed = Se está entregando a { $server }.
execution-nothing-running = El comando se ejecuta en { $server } y aún no ha escrito nada.
execution-nothing-input-required = El comando espera una entrada y aún no ha escrito nada.
execution-nothing-cancelling = Se pidió cancelar. { $server } aún no lo ha confirmado.
execution-nothing-succeeded = El comando terminó sin escribir nada.
execution-nothing-failed = El comando falló con el código de salida { $code } sin escribir nada.
execution-nothing-timed-out = El tiempo se agotó antes de que el comando escribiera algo.
execution-nothing-cancelled = Cancelada antes de que se escribiera nada.
execution-nothing-rejected = Alguien rechazó la aprobación. El comando nunca se ejecutó.
execution-nothing-skipped = Omitida. El comando nunca se ejecutó.
execution-nothing-lost = No se puede saber qué fue del comando. Compruébelo en { $server } antes de ejecutarlo de nuevo.

# Why it waits, what became of it
execution-trigger = Iniciada por
execution-trigger-person = Una persona
execution-trigger-schedule = La programación
execution-trigger-dependency = Otra tarea
execution-trigger-retry = Repetición
execution-task-version = Versión
execution-attempt-output = Descargar la salida del intento { $number }
execution-waiting-retry = El último intento falló. El intento { $attempt } de { $most } empieza
execution-waiting-concurrency = Otra ejecución con la clave «{ $key }» está en curso. Esta empieza cuando aquella termine.
execution-waiting-dependency = Antes tiene que terminar otra tarea.
execution-waiting-approval = Alguien tiene que aprobarla antes de que empiece.
execution-waiting-paused = Su tarea está en pausa.
execution-queued-server = { $server } ya trabaja en { $most } ejecuciones, el máximo simultáneo de un servidor. Esta empieza cuando termine una de ellas.
execution-queued-organization = Hay { $most } ejecuciones de esta organización en curso, el máximo simultáneo. Esta empieza cuando termine una de ellas.
execution-queued-ahead = { $ahead ->
    [0] Es la siguiente. Empieza en cuanto haya un worker libre.
    [one] Hay una ejecución por delante en la cola de este servidor.
   *[other] Hay { $ahead } ejecuciones por delante en la cola de este servidor.
}
execution-resolve-title = ¿Qué fue de ella?
execution-resolve-text = El Studio perdió de vista esta ejecución y no puede averiguarlo por sí mismo. Compruébelo en el servidor y anótelo aquí para quienes vengan después. La ejecución sigue perdida.
execution-resolve-verdict = Lo que averiguó
execution-resolve-note = Nota
execution-resolve-submit = Anotar
execution-resolve-not-lost = Solo se puede aclarar lo que está perdido: el final de esta ejecución se conoce.
execution-resolve-twice = Alguien ya anotó qué fue de ella. Vuelva a cargar la página para verlo.
execution-verdict-done = Se hizo
execution-verdict-done-help = Lo que debía hacer se hizo. No se repite nada.
execution-verdict-not-done = No se hizo
execution-verdict-not-done-help = No se hizo nada y no se repite nada.
execution-verdict-retry = Repetirla
execution-verdict-retry-help = El mismo trabajo se pone en cola enseguida, como nueva ejecución.
execution-resolved-by = Anotado por { $name }
execution-resolved-again = La ejecución que la repite
execution-placed = { $fit ->
    [one] El único servidor adecuado; tenía { $busy } por hacer.
   *[other] El menos ocupado de { $fit } servidores adecuados; tenía { $busy } por hacer.
}
execution-place = Por qué ahí
execution-queued-no-server = Ningún servidor sano capaz de hacerlo tiene sitio. En cuanto uno lo tenga, empieza allí.
execution-queued-no-server-with = Ningún servidor sano con las etiquetas { $labels } capaz de hacerlo tiene sitio. En cuanto uno lo tenga, empieza allí.
