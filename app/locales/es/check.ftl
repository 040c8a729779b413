# Las comprobaciones de un servidor, en su orden.
check-resolve = Resolución del nombre
check-resolve-passed = { $count ->
    [one] Dirección: { $addresses }
   *[other] { $count } direcciones: { $addresses }
}
check-resolve-passed-literal = Dado como dirección: { $addresses }
check-reach = Accesible
check-reach-passed = Conectado a { $address }
check-tls = Cifrado (TLS)
check-tls-passed = { $version }, certificado válido
check-tls-skipped = La dirección empieza por http://, así que nada va cifrado.
check-authenticate = Autenticación
check-authenticate-passed = Credenciales aceptadas
check-authenticate-passed-none = No se necesitan credenciales
check-authenticate-skipped = La respuesta no dice nada de las credenciales.
check-protocol = Protocolo acordado
check-protocol-passed = MCP { $version }
check-master-agent = Agente maestro
check-master-agent-passed = Versión { $version } en { $hostname } ({ $os })
check-master-agent-skipped = Este servidor no tiene ninguno. Sus herramientas MCP se pueden usar; los comandos necesitan un agente maestro.
check-capabilities = Capacidades y herramientas MCP
check-capabilities-passed = { $count ->
    [0] Ninguna herramienta MCP
    [one] { $count } herramienta MCP
   *[other] { $count } herramientas MCP
}
check-skipped = No se hizo porque falló una comprobación anterior.
