# Errores del producto: qué pasó, a qué afecta y qué hacer.
error-unauthenticated = No ha iniciado sesión o su sesión ha terminado. Inicie sesión de nuevo.
error-invalid-credentials = El correo electrónico y la contraseña no coinciden. Compruebe ambos e inténtelo de nuevo.
error-forbidden = Su rol no lo permite ({ $action }). Consulte a un propietario o administrador de la organización.
error-foreign-origin = La solicitud procedía de otro sitio y se rechazó. Abra la página aquí e inténtelo de nuevo.
error-not-found-page = No hay ninguna página en esta dirección.
error-not-found-user = Este usuario no existe.
error-not-found-organization = Esta organización no existe o usted no es miembro de ella.
error-not-found-server = Este servidor no existe. Es posible que se haya eliminado.
error-not-found-server-draft = Este borrador no existe. Es posible que el servidor ya se haya añadido.
error-not-found-mcp-tool = El servidor no ofrece esta herramienta MCP. Compruebe el servidor para volver a obtener sus herramientas MCP.
error-not-found-server-import = Esta importación ya no existe. Es posible que ya haya terminado. Vuelva a pegar el archivo.
error-not-found-task = Esta tarea no existe. Es posible que se haya eliminado.
error-not-found-execution = Esta ejecución no existe.
error-not-found-attempt = Este intento no existe.
error-not-found-link = Este enlace no existe o ya se utilizó.
error-invalid = Algunos campos necesitan revisión.
error-malformed = No se pudo leer la solicitud: { $detail }
error-too-large = La solicitud supera los { $limit } bytes que se aceptan aquí.
error-unsupported-media-type = Este tipo de contenido no se entiende aquí.
error-method-not-allowed = Este método no se ofrece en esta dirección.
error-too-many-requests = Demasiadas solicitudes. Inténtelo de nuevo en { $seconds } s.
error-idempotency-running = Una solicitud con esta Idempotency-Key sigue en curso. Espere su respuesta y vuelva a enviarla.
error-unavailable = No se puede acceder al Studio, o le falta algo en este momento. Inténtelo de nuevo en unos segundos.
error-internal = Algo falló por nuestra parte. Indique esto al comunicarlo: { $request }

# Junto a un campo
field-error-required = Rellene este campo.
field-error-too-long = Use como máximo { $max } caracteres.
field-error-too-short = Use al menos { $min } caracteres.
field-error-out-of-range = Introduzca un número entero de { $min } a { $max }.
field-error-email = Introduzca una dirección de correo como nombre@example.com.
field-error-url = Introduzca una dirección completa que empiece por http:// o https://.
field-error-url-credentials = No incluya usuario ni contraseña en la dirección. Introduzca el token en su propio campo.
field-error-taken = Ya está en uso. Elija otro valor.
field-error-unknown-word = Elija una de las opciones ofrecidas.
field-error-unknown-reference = Esto no existe aquí. Elija otro valor.
field-error-key-reused = Esta clave ya se usó con otra solicitud. Elija una nueva para cada solicitud.
field-error-characters = Algunos caracteres no se pueden usar aquí, como los saltos de línea.
field-error-guessable-password = Esta contraseña es fácil de adivinar. Elija una que nadie probaría.
field-error-wrong-password = Esta no es su contraseña actual.
field-error-not-built = Esta versión aún no lo permite.
field-error-shape = No se pudo leer este valor: { $detail }

# Páginas
error-page-not-found-title = Página no encontrada
error-page-not-found-text = Puede que la dirección esté mal escrita o que lo que había aquí se haya eliminado.
error-page-home = Ir a la página de inicio
error-page-title = No se pudo mostrar esta página
