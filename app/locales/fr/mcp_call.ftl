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

# Avec quoi il est appelé
mcp-call-no-arguments = Sans arguments.

# Où il en est, et ce qu’il a donné
mcp-call-result = Résultat
mcp-call-again = Modifier et rappeler
mcp-call-progress = Progression
mcp-call-progress-of = { $current } sur { $total }
mcp-call-progress-so-far = { $current } jusqu’ici
mcp-call-begins = L’appel n’a pas encore atteint le serveur.
mcp-call-runs = Le serveur y travaille. Le résultat apparaîtra ici.
mcp-call-cancelling = Le serveur est en train d’être averti que plus personne n’attend le résultat.
mcp-call-cancelled = Annulé. Le serveur a été averti ; on ne sait pas si l’outil MCP avait déjà fait son travail.
mcp-call-result-none = L’outil MCP n’a rien renvoyé.
mcp-call-result-large = Le résultat est trop grand pour être affiché ici. Il figure en entier dans la sortie de l’exécution.
