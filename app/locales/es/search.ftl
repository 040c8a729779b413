# Búsqueda en una organización.
search-title = Búsqueda
search-label = Nombre, título, dirección o identificador de ejecución
search-all = Ver todo lo que contiene estas palabras
search-start-title = ¿Qué busca?
search-empty-title = Nada coincide con «{ $q }»
search-empty-text = Los servidores se encuentran por nombre y dirección; las herramientas MCP, por nombre y título; las tareas y las ejecuciones recientes, por título; cualquier ejecución, por el comienzo de su identificador.
