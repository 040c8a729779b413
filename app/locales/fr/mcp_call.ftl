# Appels d’outils MCP : arguments, progression, résultat ; et ce dont un résultat est fait.
mcp-call-as-json = En JSON
mcp-call-entries = { $count ->
    [one] { $count } élément
   *[other] { $count } éléments
}
mcp-call-image = Image envoyée par le serveur ({ $kind })
mcp-call-audio = Son envoyé par le serveur ({ $kind })
mcp-call-text-empty = Un texte vide.
mcp-call-unknown = Le serveur a envoyé un contenu du type « { $kind } », qui ne peut pas être affiché ici.
