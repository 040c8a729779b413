# El sistema de presentación y el marco.
ui-app-name = MCP Agent Studio
ui-app-description = Opere servidores MCP, sus agentes y sus herramientas desde un solo lugar: registre un servidor, ejecute una tarea en él y vea su salida real en directo.
ui-back = Atrás
ui-breadcrumb = Dónde está
ui-cancel = Cancelar
ui-chart-failed = No se puede mostrar el gráfico. Sus cifras están en la tabla de abajo.
ui-chart-left-out = Las filas vacías se omiten.
ui-chart-loading = Se está dibujando el gráfico. Sus cifras están en la tabla de abajo.
ui-chart-none = No hay nada en este período.
ui-chart-table = Las cifras en una tabla
ui-close = Cerrar
ui-collapse = Plegar la navegación
ui-confirm-name = Escriba «{ $name }» para confirmar
ui-copied = Copiado
ui-copy = Copiar
ui-dismiss = Descartar
ui-filter-apply = Aplicar
ui-first-page = Primera página
ui-form-invalid = { $count ->
    [one] Hay que revisar un campo.
   *[other] Hay que revisar { $count } campos.
}
ui-language = Idioma
ui-live = en directo
ui-live-connecting = conectando
ui-live-lost = La conexión se ha interrumpido. La página se actualiza con menos frecuencia.
ui-live-reconnecting = reconexión en { $seconds } s
ui-loading = Cargando
ui-modules = Módulos
ui-modules-open = Abrir la navegación
ui-news = Avisos
ui-next-page = Página siguiente
ui-no-organization = Sin organización
ui-optional = opcional
ui-organization = Organización
ui-organizations = Sus organizaciones
ui-pages = Páginas de la lista
ui-page-loading = Cargando
ui-retry = Reintentar
ui-stale = Abajo está lo último que se sabía.
ui-search = Buscar
ui-select-found = { $count } de { $all }
ui-show-secret = Mostrar lo escrito
ui-sign-out = Cerrar sesión
ui-skip = Ir al contenido
ui-step-done = completado
ui-step-failed = por revisar
ui-theme = Tema
ui-theme-dark = Oscuro
ui-theme-light = Claro
ui-theme-system = Como el sistema
ui-time-days-ago = { $count ->
    [one] ayer
   *[other] hace { $count } días
}
ui-time-hours-ago = { $count ->
    [one] hace 1 hora
   *[other] hace { $count } horas
}
ui-time-in-days = { $count ->
    [one] mañana
   *[other] dentro de { $count } días
}
ui-time-in-hours = { $count ->
    [one] dentro de 1 hora
   *[other] dentro de { $count } horas
}
ui-time-in-minutes = { $count ->
    [one] dentro de 1 minuto
   *[other] dentro de { $count } minutos
}
ui-time-in-seconds = { $count ->
    [one] dentro de 1 segundo
   *[other] dentro de { $count } segundos
}
ui-time-minutes-ago = { $count ->
    [one] hace 1 minuto
   *[other] hace { $count } minutos
}
ui-time-now = ahora mismo
ui-time-seconds-ago = { $count ->
    [one] hace 1 segundo
   *[other] hace { $count } segundos
}
ui-module-dashboard = Panel
ui-module-executions = Ejecuciones
ui-module-mcp-tools = Herramientas MCP
ui-module-servers = Servidores
ui-module-settings = Ajustes
ui-module-tasks = Tareas
ui-user-menu = Cuenta
ui-user-settings = Sus ajustes
ui-role-admin = Administrador
ui-role-manager = Gestor
ui-role-operator = Operador
ui-role-owner = Propietario
ui-role-viewer = Lector
