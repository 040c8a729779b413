# Servidores y el asistente que los registra.
server-title = Servidores
server-add = Añadir servidor
server-add-local = Añadir esta máquina
server-add-local-text = La máquina que ejecuta este Studio tiene un agente maestro. Puede ser su primer servidor.
server-search = Buscar por nombre
server-filter-status-all = Todos los estados
server-column-name = Nombre
server-column-status = Estado
server-column-latency = Latencia
server-column-master-agent = Agente maestro
server-column-checked = Comprobado
server-empty-title = Aún no hay servidores
server-empty-text = Registre un servidor MCP remoto. Si tiene un agente maestro, el Studio puede ejecutar comandos en él.
server-empty-search-title = Ningún servidor coincide con «{ $q }»
server-empty-search-text = Revise la ortografía o vea todos los servidores.
server-empty-search-all = Ver todos los servidores
server-empty-filter-title = Ningún servidor coincide
server-empty-filter-text = Elija otro estado u otras palabras, o vea todos los servidores.

# Estado y hechos
server-status-disabled = Desactivado
server-status-unknown = Sin comprobar
server-status-healthy = En buen estado
server-status-unreachable = Inaccesible
server-status-unauthorized = No autenticado
server-fact-enabled = Activado
server-fact-reachable = Accesible
server-fact-authenticated = Autenticado
server-yes = Sí
server-no = No
server-unknown = Se desconoce
server-fact-enabled-yes = Se comprueba en segundo plano y lo usan las tareas.
server-fact-enabled-no = Desactivado por un miembro. Ni se comprueba ni lo usan las tareas.
server-fact-reachable-yes = Respondió en la última comprobación.
server-fact-reachable-no = No respondió en la última comprobación.
server-fact-reachable-unknown = Aún sin comprobar.
server-fact-authenticated-yes = Aceptó las credenciales.
server-fact-authenticated-no = No aceptó las credenciales.
server-fact-authenticated-unknown = Se sabrá cuando responda.
server-attempt = Comprobaciones fallidas seguidas: { $attempt }. Próxima comprobación:
server-remedy = Qué hacer

# Detalle
server-connection = Conexión
server-latency = Latencia

server-none = –
server-url = Dirección
server-description = Descripción
server-auth = Autenticación
server-auth-none = Ninguna
server-auth-bearer = Token
server-auth-headers = Cabeceras propias
server-auth-basic = Usuario y contraseña
server-protocol = Protocolo
server-implementation = Implementación
server-last-check = Última comprobación
server-next-check = Próxima comprobación
server-created = Registrado
server-master-agent = Agente maestro
server-master-agent-none = No se encontró ningún agente maestro. Sus propias herramientas MCP se pueden usar; los comandos necesitan un agente maestro en el host.
server-master-agent-version = Versión
server-master-agent-host = Host
server-master-agent-system = Sistema
server-master-agent-instance = Instalación
server-capabilities = Capacidades
server-not-checked = No se sabrá hasta la primera comprobación superada.
server-work = Trabajo en este servidor
server-see-executions = Ejecuciones en este servidor
server-create-task = Crear una tarea
server-check = Comprobar ahora
server-edit = Editar
server-enable = Activar
server-disable = Desactivar
server-more = Más acciones
server-delete-title = ¿Eliminar { $name }?
server-delete-text = Se eliminan el servidor y sus tareas; las ejecuciones permanecen en la lista. No se puede deshacer. El host en sí no se toca.
server-delete-submit = Eliminar servidor
server-delete-active = Hay una ejecución en curso en este servidor. Espere a que termine o cancélela y elimine después el servidor.
server-cancel = Cancelar

# Salud a lo largo del tiempo
server-health = Salud
server-health-range = Periodo
server-health-range-24h = 24 horas
server-health-range-7d = 7 días
server-health-range-30d = 30 días
server-health-uptime = Disponibilidad, { $range }
server-health-uptime-help = Proporción de comprobaciones superadas mientras el servidor estaba activado.
server-health-summary = Salud, { $range }: { $passed } de { $checks } comprobaciones superadas.
server-health-now = ahora
server-health-cell = { $start }: { $passed } de { $checks } comprobaciones superadas
server-health-cell-round-trip = { $start }: { $passed } de { $checks } comprobaciones superadas, ida y vuelta { $mean } de media, { $slowest } como máximo
server-health-cell-empty = { $start }: sin comprobar
server-health-legend-up = Todas las comprobaciones superadas
server-health-legend-mixed = Algunas comprobaciones fallidas
server-health-legend-down = Todas las comprobaciones fallidas
server-health-legend-empty = Sin comprobar
server-health-round-trip = Ida y vuelta de una comprobación: { $mean } de media, { $slowest } como máximo
server-health-table = Las cifras en una tabla
server-health-column-start = Desde
server-health-column-passed = Comprobaciones superadas
server-health-column-mean = Ida y vuelta media
server-health-column-slowest = La más larga
server-health-passed = { $passed } de { $checks }
server-health-none = No hubo ninguna comprobación en este periodo.
server-health-changes = Qué cambió
server-health-lasted = durante { $duration }

server-steps = Comprobar paso a paso
server-steps-text = Muestra qué paso funciona y cuál no, cuánto tarda y qué hacer. No se guarda nada.
server-steps-passed = Todas las comprobaciones superadas.
server-steps-failed = No se superaron todas las comprobaciones. Corrija lo que se describe y vuelva a ejecutarlas.

# Formulario
server-name = Nombre
server-name-help = Corto y único en esta organización, por ejemplo «build-01».
server-description-help = Para qué sirve, quién se ocupa de él.
server-url-help = Dónde escucha su punto de acceso MCP, por ejemplo https://build-01.example.com/mcp.
server-token = Token
server-token-help = Para un agente maestro, el token maestro: ejecute «master-agent token» en el host para mostrarlo.
server-token-kept = Hay un token guardado. Déjelo vacío para conservarlo. Si la dirección lleva a otro host, introduzca el token de este.
server-username = Usuario
server-password = Contraseña
server-password-help = Se envía con cada petición (HTTP Basic).
server-password-kept = Hay un usuario y una contraseña guardados. Deje ambos vacíos para conservarlos. Si la dirección lleva a otro host, introduzca los de este.
server-headers = Cabeceras
server-headers-help = Una por línea, por ejemplo «X-Api-Key: abc123». Se envían con cada petición y se guardan cifradas.
server-headers-kept = Hay cabeceras guardadas. Déjelo vacío para conservarlas; lo que introduzca las sustituye a todas. Si la dirección lleva a otro host, introduzca las de este. Una por línea, por ejemplo «X-Api-Key: abc123».
server-auth-again = Las credenciales guardadas no se envían a otro host ni a otro puerto. Introduzca las de la nueva dirección o elija «Ninguna» como autenticación.
server-headers-line = La línea { $line } no es una cabecera. Escriba «Nombre: valor»; el nombre consta de letras, cifras, guiones, puntos y guiones bajos.
server-headers-reserved = «{ $name }» la pone MCP o la propia conexión. Quítela.
server-headers-twice = «{ $name }» aparece dos veces. Deje solo una.
server-headers-many = Se pueden enviar como máximo { $max } cabeceras.
server-tabs = Partes de { $name }
server-tab-overview = Resumen
server-settings-look-only = Su rol no permite modificar este servidor. Diríjase a un propietario, administrador o gestor.
server-use = Uso
server-delete-tasks = Tareas, eliminadas con él
server-delete-mcp-tools = Herramientas MCP, eliminadas con él
server-delete-executions = Ejecuciones, que permanecen
server-save = Guardar

# Asistente
server-wizard-title = Añadir un servidor
server-wizard-step-basics = Datos básicos
server-wizard-step-validation = Validación
server-wizard-basics-question = ¿Qué servidor?
server-wizard-next = Siguiente
server-wizard-validation-question = ¿Funciona?
server-wizard-checks = Comprobaciones de { $name }
server-wizard-run = Ejecutar las comprobaciones
server-wizard-run-again = Repetir
server-wizard-running = Las comprobaciones están en curso.
server-wizard-passed = Todas las comprobaciones se superaron. «{ $name }» se añadirá, se comprobará en segundo plano y estará listo para tareas.
server-wizard-failed = No se superaron todas las comprobaciones. Corrija lo descrito y repítalas. También puede añadir «{ $name }» de todos modos: se comprobará en segundo plano y se usará en cuanto funcione.
server-wizard-not-run = Las comprobaciones aún no se han ejecutado.
server-wizard-submit = Añadir servidor
server-wizard-submit-anyway = Añadir de todos modos
server-wizard-wait-running = Espere a que terminen las comprobaciones.
server-wizard-wait-not-run = Ejecute primero las comprobaciones.
server-wizard-interrupted = Las comprobaciones se interrumpieron.
server-check-pending = Pendiente
server-check-running = En curso
server-check-passed = Superada
server-check-failed = Fallida
server-check-skipped = Omitida

# Importación y exportación
server-import = Importar mcp.json
server-import-title = Importar servidores
server-import-intro = Traiga los servidores de Claude, Cursor, VS Code, Windsurf, Cline o Zed. Primero verá qué sería de cada uno; todavía no se añade nada.
server-import-file = Archivo
server-import-file-problem = No se puede leer este archivo. Elija un archivo de texto de { $max } kB como máximo.
server-import-text = Contenido de mcp.json
server-import-text-help = El archivo entero, con o sin comentarios. Se guarda cifrado durante un día para que pueda terminar la importación.
server-import-preview = Ver lo que contiene
server-import-preview-title = Servidores del archivo
server-import-summary = Se pueden importar { $possible } de { $count }. Los elegidos se añaden juntos, o ninguno si uno de ellos falla.
server-import-column-choose = Importar
server-import-column-verdict = Resultado
server-import-choose = Importar { $name }
server-import-ready = Listo
server-import-needs = { $count ->
    [one] Falta un valor
   *[other] Faltan { $count } valores
}
server-import-refused = No se puede importar
server-import-disabled = Su cliente lo tiene desactivado.
server-import-headers-left-out = Se omite porque MCP lo establece por sí mismo: { $headers }
server-import-need-header = Va en una cabecera que recibe { $servers }, en lugar de { $name }. Se guarda cifrado.
server-import-need-url = Formará parte de la dirección de { $servers }, en lugar de { $name }. Los miembros la ven.
server-import-submit = Importar los servidores elegidos
server-import-again = Pegar otra cosa
server-import-none-possible = No se puede importar ningún servidor de este archivo.
server-import-nothing = Elija al menos un servidor.
server-imported = { $count ->
    [one] Se importó un servidor. Se está comprobando.
   *[other] Se importaron { $count } servidores. Se están comprobando.
}
server-import-too-long = El texto supera los { $max } kB. Pegue solo la parte con los servidores.
server-import-not-json = Esto no es JSON: mire la línea { $line }, columna { $column }.
server-import-shape = Los servidores deben estar en un objeto, cada uno bajo su nombre: «mcpServers» contiene nombres y cada nombre, una «url».
server-import-none = En este texto no hay servidores. Están bajo «mcpServers» (Claude, Cursor), «servers» (VS Code) o «context_servers» (Zed).
server-import-too-many = En este texto hay { $count } servidores; se pueden importar { $max } como máximo a la vez. Divídalo.
server-import-refusal-stdio = Se inicia como programa en la máquina de su usuario ({ $detail }). Ponga delante un proxy como supergateway, que lo hace accesible por HTTP, y registre esa dirección.
server-import-refusal-sse = Usa el antiguo transporte HTTP+SSE. Use su dirección más nueva, que suele terminar en /mcp, o ponga delante un proxy que hable HTTP «streamable».
server-import-refusal-transport = El transporte «{ $detail }» es desconocido. Use «http».
server-import-refusal-duplicate = Otro servidor del archivo tiene el mismo nombre. Cambie el nombre de uno de ellos.
server-import-refusal-taken = Ya hay un servidor registrado con este nombre. Cambie el nombre de uno de ellos.
server-import-refusal-name = Su nombre debe tener de 1 a 80 caracteres en una línea.
server-import-refusal-no-address = No tiene dirección ni comando. Dele una «url».
server-import-refusal-url = «{ $detail }» no es una dirección completa que empiece por http:// o https://.
server-import-refusal-url-credentials = Su dirección lleva usuario o contraseña. Póngalos en una cabecera «Authorization».
server-import-refusal-shape = «{ $detail }» no es del tipo correcto.
server-import-refusal-sign-in = Inicia sesión mediante «{ $detail }», que no se puede traer. Añada el servidor con un token.
server-import-refusal-variable = No se puede pedir { $detail } a nadie. Ponga su valor en su lugar.
server-import-refusal-header = La cabecera «{ $detail }» no se puede enviar. Los nombres constan de letras, cifras, guiones, puntos y guiones bajos; 32 cabeceras como máximo.
server-export = Exportar sin secretos
server-export-claude = Para Claude Code
server-export-cursor = Para Cursor
server-export-vscode = Para VS Code
server-labels = Etiquetas
server-labels-help = Palabras para lo que es o tiene, separadas por comas, por ejemplo gpu, zone=eu. Las tareas pueden ejecutarse en cualquier servidor con las etiquetas que pidan.
