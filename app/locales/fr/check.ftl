# Les vérifications d’un serveur, dans leur ordre.
check-resolve = Résolution du nom
check-resolve-passed = { $count ->
    [one] Adresse : { $addresses }
   *[other] { $count } adresses : { $addresses }
}
check-resolve-passed-literal = Donné comme adresse : { $addresses }
check-reach = Joignable
check-reach-passed = Connexion établie avec { $address }
check-tls = Chiffrement (TLS)
check-tls-passed = { $version }, certificat valide
check-tls-skipped = L’adresse commence par http:// : rien n’est chiffré.
check-authenticate = Authentification
check-authenticate-passed = Identifiants acceptés
check-authenticate-passed-none = Aucun identifiant nécessaire
check-authenticate-skipped = La réponse ne dit rien des identifiants.
check-protocol = Protocole convenu
check-protocol-passed = MCP { $version }
check-master-agent = Agent maître
check-master-agent-passed = Version { $version } sur { $hostname } ({ $os })
check-master-agent-skipped = Ce serveur n’en a pas. Ses outils MCP sont utilisables ; les commandes exigent un agent maître.
check-capabilities = Capacités et outils MCP
check-capabilities-passed = { $count ->
    [0] Aucun outil MCP
    [one] { $count } outil MCP
   *[other] { $count } outils MCP
}
check-skipped = Non exécutée, car une vérification précédente a échoué.
