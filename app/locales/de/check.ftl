# Die Prüfungen eines Servers, in ihrer Reihenfolge.
check-resolve = Namensauflösung
check-resolve-passed = { $count ->
    [one] Adresse: { $addresses }
   *[other] { $count } Adressen: { $addresses }
}
check-resolve-passed-literal = Als Adresse angegeben: { $addresses }
check-reach = Erreichbar
check-reach-passed = Verbunden mit { $address }
check-tls = Verschlüsselt (TLS)
check-tls-passed = { $version }, Zertifikat gültig
check-tls-skipped = Die Adresse beginnt mit http://, nichts wird verschlüsselt.
check-authenticate = Authentifiziert
check-authenticate-passed = Zugangsdaten angenommen
check-authenticate-passed-none = Keine Zugangsdaten nötig
check-authenticate-skipped = Die Antwort sagt nichts über die Zugangsdaten.
check-protocol = Protokoll vereinbart
check-protocol-passed = MCP { $version }
check-master-agent = Master-Agent
check-master-agent-passed = Version { $version } auf { $hostname } ({ $os })
check-master-agent-skipped = Dieser Server hat keinen. Seine MCP-Tools sind nutzbar; Befehle brauchen einen Master-Agenten.
check-capabilities = Fähigkeiten und MCP-Tools
check-capabilities-passed = { $count ->
    [0] Keine MCP-Tools
    [one] { $count } MCP-Tool
   *[other] { $count } MCP-Tools
}
check-skipped = Nicht ausgeführt, weil eine frühere Prüfung fehlschlug.
