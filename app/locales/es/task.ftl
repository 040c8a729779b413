# Tareas: lo que hay que hacer.
task-arguments = Argumentos
task-title = Tareas
task-new = Nueva tarea
task-search = Buscar por título
task-empty-title = Aún no hay tareas
task-empty-text = Una tarea es un comando o la llamada a una herramienta MCP en uno de sus servidores, tantas veces como quiera, y cuya salida se conserva.
task-empty-search-title = Ninguna tarea coincide con «{ $q }»
task-empty-search-text = Revise la ortografía o vea todas las tareas.
task-empty-search-all = Ver todas las tareas
task-last-state = Última ejecución
task-last-run = Cuándo
task-ran-last = Última ejecución
task-never-run = Nunca ejecutada

# Acciones
task-run = Ejecutar
task-edit = Editar
task-edit-title = Editar { $title }
task-more = Más acciones
task-delete = Eliminar
task-delete-title = ¿Eliminar «{ $title }»?
task-delete-text = La tarea se elimina para siempre. Sus ejecuciones y su salida se conservan.
task-delete-submit = Eliminar tarea
task-create = Crear
task-create-and-run = Crear y ejecutar
task-save = Guardar
task-cancel = Cancelar

# Formulario
task-section-what = Qué
task-section-limits = Límites y prioridad
task-field-title = Título
task-field-title-help = El nombre de la tarea en las listas.
task-description = Descripción
task-kind = Qué hace
task-kind-command = Ejecutar un comando
task-kind-command-help = En el host de un servidor con agente maestro.
task-kind-call = Llamar a una herramienta MCP
task-kind-call-help = En cualquier servidor, con los argumentos que indique.
task-tool = Herramienta MCP
task-tool-help = Su nombre, tal como lo ofrece el servidor. La lista muestra las del servidor elegido.
task-tool-unlisted = No se pueden listar las herramientas MCP de este servidor: { $why }
task-command = Comando
task-command-help = Lo ejecuta /bin/sh en el servidor, con el usuario de su agente maestro.
task-field-pty = Darle un terminal (PTY)
task-field-pty-help = Para programas que se comportan de otro modo en un terminal: colores, barras de progreso, pantalla completa.
task-pty = Salida
task-pty-yes = En un terminal (PTY)
task-pty-no = Por tuberías
task-env = Entorno
task-env-help = Una variable por línea, NOMBRE=valor. Un valor con saltos de línea va entre comillas dobles, con \n por cada salto.
task-env-line = La línea { $line } no es una variable. Escríbala como NOMBRE=valor, sin espacios en el nombre; un valor entre comillas dobles se lee como cadena JSON.
task-env-twice = «{ $name }» aparece dos veces. Deje solo una.
task-server = Servidor
task-server-help = Servidores activados. Un comando necesita un agente maestro; una herramienta MCP se puede llamar en cualquiera.
task-server-calls-only = { $name } (solo herramientas MCP)
task-server-choose = Elija un servidor
task-server-filter = Filtrar los servidores por nombre
task-cwd = Directorio de trabajo
task-cwd-help = Vacío: el del agente maestro.
task-cwd-none = El del agente maestro
task-timeout = Duración máxima (segundos)
task-timeout-help = La ejecución se detiene pasado este tiempo. Vacío: tanto como permita la instalación.
task-idle-timeout = Silencio máximo (segundos)
task-idle-timeout-help = La ejecución se detiene si no da señales durante este tiempo: ni salida ni progreso.
task-limit-none = Sin límite propio
task-priority = Prioridad
task-priority-help = Las más altas salen antes de la cola.
task-priority-low = Baja
task-priority-medium = Media
task-priority-high = Alta
task-priority-urgent = Urgente
task-no-servers-title = Todavía no hay ningún servidor donde ejecutarla
task-no-servers-text = Una tarea necesita un servidor activado.
task-no-servers-action = Añadir un servidor
task-no-servers-list = Ver los servidores

# Ejecuciones de una tarea
task-executions = Últimas ejecuciones
task-executions-all = Ver todas
task-executions-empty-title = Aún no se ha ejecutado
task-executions-empty-text = Ejecute la tarea para ver su salida aquí.

# Limits, retries, versions
task-queue-timeout = Espera máxima hasta el inicio (segundos)
task-queue-timeout-help = Lo que no haya empezado para entonces termina por tiempo agotado. Vacío: espera lo que haga falta.
task-timeout-fact = Duración máxima
task-idle-timeout-fact = Silencio máximo
task-queue-timeout-fact = Espera máxima hasta el inicio
task-concurrency-key = Clave de concurrencia
task-concurrency-key-help = De todas las ejecuciones con la misma clave, solo una está en curso a la vez; las demás la esperan.
task-section-retries = Reintentos
task-max-attempts = Máximo de intentos
task-max-attempts-help = Vacío: se intenta una vez.
task-retry-delay = Pausa antes del segundo intento (segundos)
task-retry-delay-help = Se duplica con cada intento, hasta una hora, y varía en un quinto. Vacío: 10 segundos.
task-retry-exit-codes = Códigos de salida que se reintentan
task-retry-exit-codes-help = Números separados por comas. Vacío: todos menos 0.
task-retry-on = También se reintenta
task-retry-transport = No se pudo acceder al servidor
task-retry-timeout = Se agotó un límite de tiempo
task-retry-tool-error = La herramienta MCP indicó que falló
task-retries-none = Ninguno
task-retries-some = Hasta { $most } intentos, el segundo tras { $delay }
task-versions = Versiones
task-version = Versión
task-version-by = Escrita por
task-version-at = Cuándo
task-version-what = Qué dice
task-server-any = Cualquier servidor adecuado
task-server-any-with = Cualquier servidor con { $labels }
task-labels = Etiquetas
task-labels-help = Palabras separadas por comas. Cada ejecución va al servidor sano menos ocupado que las tenga todas. Los servidores reciben etiquetas en sus ajustes.
task-labels-with-server = Las etiquetas eligen entre servidores, y ya hay uno elegido. Omita una de las dos cosas.
label-wrong = «{ $label }» no puede ser una etiqueta. Use hasta 40 letras de la a a la z, cifras, y . _ / - = entre ellas.
label-too-many = Son demasiadas etiquetas. Deje { $max }.
