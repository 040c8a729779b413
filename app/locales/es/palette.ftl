# La paleta de comandos.
palette-open = Buscar
palette-title = Paleta de comandos
palette-label = Ir a cualquier lugar, ejecutar cualquier acción
palette-list = Lo que puede elegir
palette-recent = Usado recientemente
palette-pages = Páginas
palette-actions = Acciones
palette-run = Ejecutar: { $name }
palette-check = Comprobar: { $name }
palette-cancel = Cancelar: { $name }
palette-organization = Cambiar a { $name }
palette-theme = Tema: { $name }
palette-language = Idioma: { $name }
palette-settings = Ajustes: { $name }
palette-count = { $count ->
    [one] 1 opción
   *[other] { $count } opciones
}
