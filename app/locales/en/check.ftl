# The checks of a server, in the order in which they run.
check-resolve = Name resolves
check-resolve-passed = { $count ->
    [one] Address: { $addresses }
   *[other] { $count } addresses: { $addresses }
}
check-resolve-passed-literal = Given as an address: { $addresses }
check-reach = Reachable
check-reach-passed = Connected to { $address }
check-tls = Encrypted (TLS)
check-tls-passed = { $version }, certificate valid
check-tls-skipped = The address begins with http://, so nothing is encrypted.
check-authenticate = Authenticated
check-authenticate-passed = Credentials accepted
check-authenticate-passed-none = No credentials needed
check-authenticate-skipped = The answer says nothing about the credentials.
check-protocol = Protocol agreed
check-protocol-passed = MCP { $version }
check-master-agent = Master agent
check-master-agent-passed = Version { $version } on { $hostname } ({ $os })
check-master-agent-skipped = This server has none. Its MCP tools can be used; commands need a master agent.
check-capabilities = Capabilities and MCP tools
check-capabilities-passed = { $count ->
    [0] No MCP tools
    [one] { $count } MCP tool
   *[other] { $count } MCP tools
}
check-skipped = Not run, because an earlier check failed.
