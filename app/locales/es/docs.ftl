# La página que describe la API.
docs-access-needed = Requiere un token o una sesión.
docs-access-open = Abierto a todos.
docs-answers = Respuestas
docs-body = Cuerpo de la petición
docs-contents = Contenido
docs-description = Descripción
docs-example = Ejemplo
docs-name = Nombre
docs-parameters = Parámetros
docs-place = En
docs-required = obligatorio
docs-schemas = Tipos
docs-status = Estado
docs-title = Referencia de la API
docs-type = Tipo
