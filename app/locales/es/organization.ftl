# Organizaciones: una más, y los ajustes de una.
organization-new = Nueva organización
organization-new-intro = Un espacio propio para servidores y tareas, con sus propios miembros. Usted será su propietario.
organization-new-submit = Crear organización
organization-new-back = Volver a la página de inicio
organization-name = Nombre
organization-name-help = El nombre de su empresa o equipo, tal como lo verán sus miembros.
organization-slug = Dirección
organization-slug-help = La palabra que aparece en las URL y en la API. No cambia con el nombre, para que los enlaces sigan funcionando.
organization-since = Creación
organization-too-many = Usted es propietario de { $max } organizaciones, el máximo para una persona. Use una de ellas o pida a otra persona que cree esta y le invite.
organization-retention = Conservar las ejecuciones (días)
organization-retention-help = Tanto tiempo después de su fin, las ejecuciones y su salida se eliminan para siempre. 0: nunca.
organization-output-cap = Conservar de cada salida (MiB)
organization-output-cap-help = De lo que escribe un intento, tres cuartos de este tamaño desde el principio y el resto desde el final; la página dice lo que falta en medio. De 8 a 4096.
